package hint

import (
	"go/scanner"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// filler stands for each byte of a text; patterns have no use for it.
const filler = '~'

// blank replaces what stands in texts, so that it is not taken for code, and drops a comment. It accepts code that is not Go.
func blank(line string) string {
	b := []byte(line)
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == '/' && i+1 < len(b) && b[i+1] == '/':
			return string(b[:i])
		case c == '"' || c == '\'' || c == '`':
			end := closing(b, i)
			for k := i + 1; k < end; k++ {
				b[k] = filler
			}
			i = end
		}
	}
	return string(b)
}

// closing is where the text that begins at b[start] ends.
func closing(b []byte, start int) int {
	for i := start + 1; i < len(b); i++ {
		switch {
		case b[i] == '\\' && b[start] != '`':
			i++
		case b[i] == b[start]:
			return i
		}
	}
	return len(b)
}

// enclosing are the lines above a line whose names are known there, the nearest first: lines inside of blocks that have ended are left out,
// and so is what stands before an else.
func enclosing(above string) (lines []string) {
	depth := 0 // of ended blocks
	all := strings.Split(above, "\n")
	slices.Reverse(all)
	for _, line := range all {
		code := blank(line)
		ended := depth > 0 || statement.MatchString(code)
		for i := len(code) - 1; i >= 0; i-- {
			switch code[i] {
			case '}':
				depth++
			case '{':
				depth = max(0, depth-1)
			}
		}
		if depth == 0 && !ended {
			lines = append(lines, line)
		}
	}
	return lines
}

// statement is one with its whole block in a line.
var statement = regexp.MustCompile(`^\s*(if|for|switch)\b.*\{.*\}\s*$`)

// Declared returns the names that code declares: left of :=, and after var, const, func and type. The code need not parse.
func Declared(code string) (names []string) {
	file := token.NewFileSet().AddFile("", -1, len(code))
	var scan scanner.Scanner
	scan.Init(file, []byte(code), func(token.Position, string) {}, 0)
	var before []string // the names of the list that is being read
	last := token.SEMICOLON
	for {
		_, tok, text := scan.Scan()
		switch {
		case tok == token.EOF:
			return names
		case tok == token.DEFINE:
			names = append(names, before...)
		case tok == token.IDENT && declares(last):
			names = append(names, text)
		}
		switch {
		case tok == token.IDENT && last == token.COMMA:
			before = append(before, text)
		case tok == token.IDENT:
			before = []string{text}
		case tok != token.COMMA:
			before = nil
		}
		last = tok
	}
}

func declares(keyword token.Token) bool {
	return slices.Contains([]token.Token{token.VAR, token.CONST, token.FUNC, token.TYPE}, keyword)
}
