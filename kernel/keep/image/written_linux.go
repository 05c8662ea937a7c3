package image

import (
	"encoding/binary"
	"os"
)

// Bits of an entry of /proc/self/pagemap, see https://docs.kernel.org/admin-guide/mm/pagemap.html.
const (
	inMemory = 1 << 63
	swapped  = 1 << 62
	ofFile   = 1 << 61
)

// writtenPages returns the ranges, in bytes from p, of the pages of a private mapping that the process has written to: such pages are no
// longer those of the file.
func writtenPages(p, size uintptr) ([]extent, error) {
	f, err := os.Open("/proc/self/pagemap")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	entries := make([]byte, (size+pageSize-1)/pageSize*8)
	if _, err := f.ReadAt(entries, int64(p/pageSize*8)); err != nil {
		return nil, err
	}
	var written []extent
	for i := range uintptr(len(entries) / 8) {
		e := binary.LittleEndian.Uint64(entries[i*8:])
		if e&swapped == 0 && (e&inMemory == 0 || e&ofFile != 0) {
			continue
		}
		start := i * pageSize
		if last := len(written) - 1; last >= 0 && written[last].end == start {
			written[last].end += pageSize
			continue
		}
		written = append(written, extent{start, start + pageSize})
	}
	return written, nil
}
