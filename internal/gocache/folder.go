package gocache

import (
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// folder is one layer of the cache.
type folder string

// entry is what an action has made.
type entry struct {
	output []byte
	size   int64
	path   string // of the output
	time   time.Time
}

func (f folder) file(number []byte, kind string) string {
	name := hex.EncodeToString(number)
	return filepath.Join(string(f), name[:2], name+"-"+kind)
}

// get finds what an action has made. An entry whose output is not there as it was written counts as none.
func (f folder) get(action []byte) (entry, bool) {
	text, err := os.ReadFile(f.file(action, "action"))
	if err != nil {
		return entry{}, false
	}
	var e entry
	if _, err = fmt.Sscanf(string(text), "%x %d\n", &e.output, &e.size); err != nil || len(e.output) < 2 {
		return entry{}, false
	}
	e.path = f.file(e.output, "output")
	info, err := os.Stat(e.path)
	if err != nil || info.Size() != e.size {
		return entry{}, false
	}
	e.time = info.ModTime()
	return e, true
}

// put keeps an output and remembers which action made it.
func (f folder) put(action, output, body []byte) (path string, err error) {
	path = f.file(output, "output")
	if info, statErr := os.Stat(path); statErr != nil || info.Size() != int64(len(body)) {
		if err = f.write(path, body); err != nil {
			return "", err
		}
	}
	return path, f.write(f.file(action, "action"), fmt.Appendf(nil, "%x %d\n", output, len(body)))
}

func (f folder) write(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(path), tempPrefix)
	if err != nil {
		return err
	}
	_, err = temp.Write(content)
	if closed := temp.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		_ = os.Remove(temp.Name()) // what an error leaves, trim finds
	}
	return err
}
