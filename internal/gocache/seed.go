package gocache

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
)

// seed is the folder of the go command's own cache (GOCACHE), whose form is no promise of Go's: what it no longer understands it does not find.
type seed string

// take copies what an action has made into a folder, after a look whether it is what it says.
func (s seed) take(action []byte, into folder) (entry, bool) {
	id := hex.EncodeToString(action)
	text, err := os.ReadFile(filepath.Join(string(s), id[:2], id+"-a"))
	if err != nil {
		return entry{}, false
	}
	var same, output []byte
	var size, when int64
	if _, err = fmt.Sscanf(string(text), "v1 %x %x %d %d", &same, &output, &size, &when); err != nil || !bytes.Equal(same, action) || len(output) != sha256.Size {
		return entry{}, false
	}
	name := hex.EncodeToString(output)
	body, err := os.ReadFile(filepath.Join(string(s), name[:2], name+"-d"))
	if sum := sha256.Sum256(body); err != nil || !bytes.Equal(sum[:], output) {
		return entry{}, false
	}
	if _, err = into.put(action, output, body); err != nil {
		return entry{}, false
	}
	return into.get(action)
}
