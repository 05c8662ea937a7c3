package assist

import (
	"strings"
	"unicode/utf16"
)

// position is a place as the protocol has it: line and column from 0, the column in UTF-16 code units.
type position struct {
	Line      int `json:"line"`
	Character int `json:"character"`
}

type span struct {
	Start position `json:"start"`
	End   position `json:"end"`
}

// positionOf is the place of a byte.
func positionOf(text string, at int) position {
	line := strings.LastIndexByte(text[:at], '\n') + 1
	return position{strings.Count(text[:at], "\n"), len(utf16.Encode([]rune(text[line:at])))}
}

// offsetOf is the byte at a place; places beyond a line's end are its end.
func offsetOf(text string, p position) int {
	at := 0
	for range p.Line {
		next := strings.IndexByte(text[at:], '\n')
		if next < 0 {
			return len(text)
		}
		at += next + 1
	}
	units := 0
	for i, r := range text[at:] {
		if units >= p.Character || r == '\n' {
			return at + i
		}
		units += utf16.RuneLen(max(r, 0))
	}
	return len(text)
}
