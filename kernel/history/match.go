package history

import "unicode/utf8"

// match tells whether a pattern matches the whole of s: * stands for any text, ? for one character, everything else for itself.
//
// Only the last * is ever tried again: an earlier one that takes more text leaves less for the rest. So the time is at most
// len(pattern)·len(s), whatever the pattern.
func match(pattern, s string) bool {
	star, from := -1, 0 // after the last *, and where in s what follows it is tried
	p, i := 0, 0
	for i < len(s) {
		_, width := utf8.DecodeRuneInString(s[i:])
		switch {
		case p < len(pattern) && pattern[p] == '*':
			p++
			star, from = p, i
		case p < len(pattern) && pattern[p] == '?':
			p, i = p+1, i+width
		case p < len(pattern) && pattern[p] == s[i]:
			p, i = p+1, i+1
		case star >= 0:
			_, width = utf8.DecodeRuneInString(s[from:])
			from += width
			p, i = star, from
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}
