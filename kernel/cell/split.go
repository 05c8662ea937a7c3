package cell

import (
	"go/scanner"
	"go/token"
	"strings"
)

// Parts are the two languages of a cell.
type Parts struct {
	// Specials are what belongs to GoNB, in the cell's order. GoNB runs them before the Go code, wherever they stand.
	Specials []Special
	// Code is the Go code: the cell with every line that is no Go replaced by blanks, so that all places are the cell's.
	Code string
	// Whole says that the one Special is the whole cell.
	Whole bool

	marks []mark
}

// Special is a line, or several that \ joins, or a whole cell that GoNB shall see.
type Special struct {
	Line int    // the first line's number in the cell, from 1
	Name string // "!" for a shell line, otherwise the magic without its first %: "cd", "%bash"
	Text string // the lines as they stand in the cell, without the prefix //gonb:
}

// mark is a special line that this package itself understands.
type mark struct {
	name       string // "%", "main", "exec", …
	args       []string
	start, end int // bytes of the cell, the last line's end not included
}

// Split tells the lines of GoNB from the Go code. It accepts every text.
func Split(source string) Parts {
	source = normalize(source)
	if whole, ok := wholeCell(source); ok {
		return Parts{Specials: []Special{whole}, Whole: true}
	}
	s := splitter{source: source, code: []byte(source)}
	for at := 0; at < len(source); {
		if at = s.skipGo(at); at < len(source) {
			at = s.special(at)
		}
	}
	s.parts.Code = string(s.code)
	return s.parts
}

// normalize ends lines as Go does. In raw strings the compiler would drop the \r too.
func normalize(source string) string {
	return strings.ReplaceAll(strings.TrimPrefix(source, "\ufeff"), "\r\n", "\n")
}

type splitter struct {
	source string
	code   []byte
	parts  Parts
}

// skipGo returns where the next special line begins, or the end. A new scanner starts after each special line, since such lines may
// hold lone quotes.
func (s *splitter) skipGo(start int) int {
	file, scan := scanned(s.source[start:])
	before := token.SEMICOLON
	for {
		pos, tok, text := scan.Scan()
		if tok == token.EOF {
			return len(s.source)
		}
		at := start + file.Offset(pos)
		if s.begins(at, tok, before) {
			return at
		}
		if tok == token.COMMENT {
			s.disarm(at, text)
		} else {
			before = tok
		}
	}
}

// scanned returns a scanner of text that reports comments and ignores errors: the parser finds them again.
func scanned(text string) (*token.File, *scanner.Scanner) {
	file := token.NewFileSet().AddFile("", -1, len(text))
	scan := new(scanner.Scanner)
	scan.Init(file, []byte(text), nil, scanner.ScanComments)
	return file, scan
}

const commentPrefix = "//gonb:" // hides special lines from Go's tools

// begins says whether the token at a place begins a special line. Before is the token before it: a ! in the middle of an expression,
// after && or a comma, is an operator wherever the line breaks.
func (s *splitter) begins(at int, tok, before token.Token) bool {
	if at > 0 && s.source[at-1] != '\n' {
		return false
	}
	line, hidden := strings.CutPrefix(lineAt(s.source, at), commentPrefix)
	if len(line) < 2 || tok == token.COMMENT && !hidden {
		return false
	}
	switch before {
	case token.SEMICOLON, token.LBRACE, token.COLON:
		return line[0] == '%' || line[0] == '!'
	}
	return line[0] == '%' || hidden && line[0] == '!'
}

func lineAt(text string, at int) string {
	line, _, _ := strings.Cut(text[at:], "\n")
	return line
}

// disarm blanks the word line of line directives, so that a cell can't say it stands elsewhere.
func (s *splitter) disarm(at int, comment string) {
	if strings.HasPrefix(comment, "//line ") || strings.HasPrefix(comment, "/*line ") {
		copy(s.code[at+2:], "    ")
	}
}

// special takes the special line at a place, with the lines that \ joins to it, and returns where the next line begins.
func (s *splitter) special(at int) int {
	end := at + len(lineAt(s.source, at))
	for s.source[end-1] == '\\' && end < len(s.source) {
		if end++; end < len(s.source) {
			end += len(lineAt(s.source, end))
		}
	}
	text := withoutPrefix(s.source[at:end])
	if m, ok := understood(text); ok {
		m.start, m.end = at, end
		s.parts.marks = append(s.parts.marks, m)
	} else {
		line := 1 + strings.Count(s.source[:at], "\n")
		s.parts.Specials = append(s.parts.Specials, Special{Line: line, Name: magicName(text), Text: text})
	}
	blank(s.code[at:end])
	return min(end+1, len(s.source))
}

func withoutPrefix(text string) string {
	return strings.ReplaceAll(strings.TrimPrefix(text, commentPrefix), "\n"+commentPrefix, "\n")
}

func blank(text []byte) {
	for i := range text {
		if text[i] != '\n' {
			text[i] = ' '
		}
	}
}

// lineStarts returns where the lines of text begin.
func lineStarts(text string) []int {
	starts := []int{0}
	for at := range len(text) {
		if text[at] == '\n' {
			starts = append(starts, at+1)
		}
	}
	return starts
}
