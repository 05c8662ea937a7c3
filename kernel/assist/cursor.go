package assist

import (
	"go/scanner"
	"go/token"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gensci/gensci/kernel/cell"
)

// cursor is what stands at a place of a cell.
type cursor struct {
	code      string
	at        int    // the place, in bytes
	start     int    // where the name that ends at the place begins
	name      string // that name's part before the place
	qualifier string // p in p.Name
	selects   bool   // a dot is before the name
	quoted    bool   // inside of a string or a comment
	magic     bool   // in a line that is no Go; start is then its first byte
}

// newCursor looks at a place, given as Jupyter does: in code points (protocol 5.2).
func newCursor(code string, position int) cursor {
	c := cursor{code: code, at: byteOffset(code, position)}
	line := strings.LastIndexByte(code[:c.at], '\n') + 1
	if c.magic = isMagic(code, line); c.magic {
		c.start, c.name = line, code[line:c.at]
		return c
	}
	before := strings.TrimRightFunc(code[:c.at], isNameRune)
	c.start, c.name = len(before), code[len(before):c.at]
	before = strings.TrimRight(before, " \t")
	if c.selects = strings.HasSuffix(before, ".") && !strings.HasSuffix(before, ".."); c.selects {
		c.qualifier = lastName(before[:len(before)-1])
	}
	c.quoted = isQuoted(code, c.at)
	return c
}

func isNameRune(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// byteOffset is the place of the n-th code point; places beyond the ends are the ends.
func byteOffset(text string, n int) int {
	for at := range text {
		if n <= 0 {
			return at
		}
		n--
	}
	return len(text)
}

// lastName is the name that text ends with, "" if a dot is before it: then it is no package.
func lastName(text string) string {
	text = strings.TrimRight(text, " \t")
	before := strings.TrimRightFunc(text, isNameRune)
	if strings.HasSuffix(strings.TrimRight(before, " \t\n"), ".") {
		return ""
	}
	return text[len(before):]
}

// isMagic says whether the line that begins at a place belongs to GoNB. A lone % will.
func isMagic(code string, line int) bool {
	parts := cell.Split(code)
	if parts.Whole {
		return true
	}
	text, _, _ := strings.Cut(code[line:], "\n")
	if text == "" || text[0] != '%' && text[0] != '!' {
		return false
	}
	if text == "%" || text == "!" {
		return !isQuoted(code, line)
	}
	return strings.TrimSpace(parts.Code[min(line, len(parts.Code)):min(line+1, len(parts.Code))]) == ""
}

// isQuoted says whether a place is inside of a string, a character or a comment.
func isQuoted(code string, at int) bool {
	if strings.ContainsRune(code, '\r') { // Split has places of its own then
		code = strings.ReplaceAll(code, "\r", " ")
	}
	code = cell.Split(code).Code
	file := token.NewFileSet().AddFile("", -1, len(code))
	var scan scanner.Scanner
	scan.Init(file, []byte(code), nil, scanner.ScanComments)
	for {
		pos, tok, text := scan.Scan()
		start := file.Offset(pos)
		if tok == token.EOF || start >= at {
			return false
		}
		if end := start + len(text); at < end || at == end && !closed(tok, text) {
			return tok == token.COMMENT || tok == token.STRING || tok == token.CHAR
		}
	}
}

// closed says whether a token ends where its text does, so that what follows is outside.
func closed(tok token.Token, text string) bool {
	switch tok {
	case token.COMMENT:
		return strings.HasPrefix(text, "/*") && len(text) > 3 && strings.HasSuffix(text, "*/")
	case token.STRING, token.CHAR:
		return len(text) > 1 && text[len(text)-1] == text[0]
	}
	return true
}

// codePoints is the number of code points before a byte.
func codePoints(text string, at int) int { return utf8.RuneCountInString(text[:at]) }
