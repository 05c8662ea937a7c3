package course

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
)

// Seed is that of the random inputs of a test cell: a keyed hash of the release and the cell, the same for all students, which nobody without the course's
// key can compute.
func (c *Course) Seed(release, cell string) (uint64, error) {
	path := filepath.Join(c.Folder, keyName)
	key, err := os.ReadFile(path)
	if err != nil {
		return 0, fmt.Errorf("the course's key cannot be read: %w", err)
	}
	if len(key) != 32 {
		return 0, fmt.Errorf("%s has %d bytes, not 32: get it back from a backup", path, len(key))
	}
	h := hmac.New(sha256.New, key)
	fmt.Fprintf(h, "%q %q", release, cell) // quoted: no two pairs give the same text
	return binary.BigEndian.Uint64(h.Sum(nil)), nil
}
