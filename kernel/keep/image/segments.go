package image

import (
	"os"
	"strconv"
	"strings"
	"unsafe"
)

// segments are where the program's own data lie: its package-level variables and those of the libraries, composite literals in their
// initialisers, constants. The heap is elsewhere.
type segments struct {
	ranges []extent
	read   bool
}

// contains reports whether p points into package-level data.
func (s *segments) contains(p uintptr) bool {
	if uintptr(unsafe.Pointer(&low)) < lowMemory {
		return p < lowMemory
	}
	if !s.read {
		s.ranges, s.read = programSegments(), true
	}
	for _, r := range s.ranges {
		if r.start <= p && p < r.end {
			return true
		}
	}
	return false
}

// low is package-level data. A program that is not position independent has all of these in the lowest 4 GB, and nothing else there.
var low byte

const lowMemory = 1 << 32

// programSegments reads the list of mappings: those of the program's file, and the zeroed memory that follows each.
func programSegments() []extent {
	text, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		return nil // not Linux: package-level data are taken for heap, and copied
	}
	exe, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return nil
	}
	var found []extent
	for line := range strings.Lines(string(text)) {
		e, path, ok := mapping(line)
		if !ok {
			continue
		}
		last := len(found) - 1
		switch {
		case path == exe:
			found = append(found, e)
		case path == "" && last >= 0 && found[last].end == e.start:
			found[last].end = e.end
		}
	}
	return found
}

// mapping reads a line like "0057e000-00581000 rw-p 0017d000 fe:00 247278    /path/of the file".
func mapping(line string) (e extent, path string, ok bool) {
	addresses, rest, _ := strings.Cut(line, " ")
	low, high, _ := strings.Cut(addresses, "-")
	start, err := strconv.ParseUint(low, 16, 64)
	end, err2 := strconv.ParseUint(high, 16, 64)
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		path = strings.TrimSuffix(rest[i:], "\n")
	}
	if strings.Contains(rest, "[") && path == "" {
		path = "[special]"
	}
	return extent{uintptr(start), uintptr(end)}, path, err == nil && err2 == nil
}
