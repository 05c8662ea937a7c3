package image

import (
	"bytes"
	"io"
	"os"
	"unsafe"
)

// Bytes are the bytes of a component.
type Bytes struct {
	// All of them. Large plain regions stay where they are: whoever changes a variable that has them changes these bytes.
	All []byte

	path   string // of the file, "" if there is none
	mapped bool
}

// smallFile is the size up to which a file is read; a larger one is mapped.
const smallFile = 256 << 10

// Open returns the bytes of a file, for as long as the program runs.
func Open(path string) (Bytes, error) {
	f, err := os.Open(path)
	if err != nil {
		return Bytes{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return Bytes{}, err
	}
	b := Bytes{path: path}
	if size := info.Size(); size > smallFile {
		if b.All, err = mapFile(f, int(size)); err == nil {
			b.mapped = true
			return b, nil
		}
	}
	b.All, err = io.ReadAll(f)
	return b, err
}

// comparedAtOnce is how much of a file is read to be compared: it stays in the processor's cache.
const comparedAtOnce = 256 << 10

// same reports whether the memory from p on is what the file has at offset off. Of a mapping only those pages are compared that the
// process has written to.
func (b *Bytes) same(p unsafe.Pointer, size uintptr, off int64) bool {
	if b.path == "" {
		return false
	}
	f, err := os.Open(b.path)
	if err != nil {
		return false
	}
	defer f.Close()
	now := unsafe.Slice((*byte)(p), size)
	if !b.mapped || p != unsafe.Pointer(&b.All[off]) {
		return sameBytes(f, now, off)
	}
	written, err := writtenPages(uintptr(p), size)
	if err != nil {
		return sameBytes(f, now, off)
	}
	for _, w := range written {
		if !sameBytes(f, now[w.start:min(w.end, size)], off+int64(w.start)) {
			return false
		}
	}
	return true
}

// sameBytes compares memory with a file from offset off on.
func sameBytes(f *os.File, now []byte, off int64) bool {
	was := make([]byte, min(comparedAtOnce, len(now)))
	for len(now) > 0 {
		n := min(len(now), len(was))
		if _, err := f.ReadAt(was[:n], off); err != nil || !bytes.Equal(was[:n], now[:n]) {
			return false
		}
		now, off = now[n:], off+int64(n)
	}
	return true
}
