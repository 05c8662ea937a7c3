package similar

import "encoding/binary"

// The sizes of runs and windows. A run of window + k − 1 that two have in common is always found.
const (
	codeRun = 8
	textRun = 5
	window  = 4
)

// run is how many lexemes of a chunk make a fingerprint.
func (c chunk) run() int {
	if c.code {
		return codeRun
	}
	return textRun
}

// hashes are those of all runs of a chunk, by where they begin.
func (c chunk) hashes() []uint64 {
	k := c.run()
	if len(c.lexemes) < k {
		return nil
	}
	all := make([]uint64, len(c.lexemes)-k+1)
	buffer := make([]byte, 8*k+1)
	if c.code {
		buffer[8*k] = 1 // code and words have nothing in common
	}
	for i := range all {
		for j, l := range c.lexemes[i : i+k] {
			binary.LittleEndian.PutUint64(buffer[8*j:], l.symbol)
		}
		all[i] = hash(buffer)
	}
	return all
}

// winnow returns the places of the fingerprints: in each window the smallest hash, the one chosen before if it still is the smallest, else the rightmost (Schleimer,
// Wilkerson and Aiken, 2003, definition 4).
func winnow(hashes []uint64) (places []int) {
	last := -1
	for from := 0; from < len(hashes); from++ {
		to := min(from+window, len(hashes))
		if to-from < window && from > 0 {
			break // a shorter chunk is one window
		}
		least := from
		for i := from; i < to; i++ {
			if hashes[i] <= hashes[least] {
				least = i
			}
		}
		if last >= from && hashes[last] == hashes[least] {
			continue
		}
		places, last = append(places, least), least
	}
	return places
}
