package build

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
)

// programs are the binaries that are kept, the oldest first.
type programs struct{ list []program }

type program struct {
	key, path string
	outdated  bool
}

// defaultKeep are enough for a notebook whose cells are run in turn: about 8 MB each.
const defaultKeep = 8

// keyOf tells sources apart.
func keyOf(mainGo []byte, name string) string {
	h := sha256.New()
	_, _ = h.Write([]byte(name + "\x00")) // a hash takes everything
	_, _ = h.Write(mainGo)
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// outdate says that programs of the same source would be others now. They may still run, so they stay.
func (p *programs) outdate() {
	for i := range p.list {
		p.list[i].outdated = true
	}
}

// find returns the program with the key, and makes it the youngest.
func (p *programs) find(key string) (string, bool) {
	for i, old := range p.list {
		if old.key != key || old.outdated {
			continue
		}
		if _, err := os.Stat(old.path); err != nil {
			return "", false
		}
		p.list = append(append(p.list[:i:i], p.list[i+1:]...), old)
		return old.path, true
	}
	return "", false
}

// add moves a binary to its place in work, below a folder of its own since the name is its users', and removes what is more than keep.
func (p *programs) add(work, key, binary, name string, keep int) (string, error) {
	dir, err := os.MkdirTemp(work, "program-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, name)
	if err := os.Rename(binary, path); err != nil {
		_ = os.RemoveAll(dir)
		return "", err
	}
	p.list = append(p.list, program{key: key, path: path})
	if keep == 0 {
		keep = defaultKeep
	}
	for len(p.list) > keep {
		_ = os.RemoveAll(filepath.Dir(p.list[0].path)) // one that cannot be removed is not worth failing
		p.list = p.list[1:]
	}
	return path, nil
}
