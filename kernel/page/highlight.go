package page

import (
	"go/scanner"
	"go/token"
	"html/template"
	"strings"
)

// highlight marks the words, texts and comments of Go in a cell. What is no Go (magics, shell lines) stays as it is: the scanner goes on
// after what it does not know.
func highlight(source string) template.HTML {
	file := token.NewFileSet().AddFile("", -1, len(source))
	var s scanner.Scanner
	s.Init(file, []byte(source), func(token.Position, string) {}, scanner.ScanComments)
	var b strings.Builder
	done := 0
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF {
			break
		}
		at, class := file.Offset(pos), class(tok)
		if class == "" || at < done || at+len(text) > len(source) || source[at:at+len(text)] != text {
			continue // also a literal from which the scanner took carriage returns
		}
		b.WriteString(template.HTMLEscapeString(source[done:at]))
		b.WriteString(`<span class="` + class + `">` + template.HTMLEscapeString(text) + "</span>")
		done = at + len(text)
	}
	b.WriteString(template.HTMLEscapeString(source[done:]))
	return template.HTML(b.String()) // escaped above
}

// class is the style of a token.
func class(t token.Token) string {
	switch {
	case t.IsKeyword():
		return "k"
	case t == token.STRING || t == token.CHAR:
		return "s"
	case t == token.INT || t == token.FLOAT || t == token.IMAG:
		return "n"
	case t == token.COMMENT:
		return "c"
	}
	return ""
}
