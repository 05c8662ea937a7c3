package cell

import (
	"go/token"
	"strings"
)

// chunk is a declaration or a statement at the outermost level of Go code, with the comments before it.
type chunk struct {
	kind       token.Token // its first token: IMPORT, CONST, TYPE, VAR, FUNC, or a statement's
	named      bool        // a name follows: func f, not func (
	method     bool        // a name and an opening parenthesis follow func ( … )
	first      int         // where its first token stands
	start, end int
}

// chunks splits code[from:to] at the semicolons outside of brackets, written ones and those that line ends stand for. It accepts
// every text; an unclosed bracket makes the rest one chunk. The header of a for, if or switch may fall apart: of statements, only the kinds
// of their first tokens are looked at.
func chunks(code string, from, to int) []chunk {
	s := chunker{code: code[from:to], start: -1}
	file, scan := scanned(s.code)
	for {
		pos, tok, text := scan.Scan()
		s.token(file.Offset(pos), tok, text)
		if tok == token.EOF {
			break
		}
	}
	for i := range s.list {
		s.list[i].first += from
		s.list[i].start += from
		s.list[i].end += from
	}
	return s.list
}

type chunker struct {
	code   string
	list   []chunk
	now    chunk
	start  int // where the chunk being read starts with a comment or a token, -1 before that
	tokens int // of it, without comments
	depth  int
	after  int // what of the beginning of a method has been seen: func, (, ), name, (
}

func (s *chunker) token(at int, tok token.Token, text string) {
	comment := tok == token.COMMENT && (text[1] == '/' || len(text) > 3 && strings.HasSuffix(text, "*/")) // an unclosed one is an error to be found
	if tok == token.EOF || tok == token.SEMICOLON && s.depth == 0 {
		s.finish(at)
		return
	}
	if s.start < 0 {
		s.start = at
	}
	if comment {
		return
	}
	s.tokens++
	switch s.tokens {
	case 1:
		s.now.kind, s.now.first = tok, at
	case 2:
		s.now.named = tok == token.IDENT
	}
	s.head(tok)
	s.depth = max(0, s.depth+bracket(tok))
}

// head looks for the beginning of a method, func ( … ) name (, which a function literal cannot have.
func (s *chunker) head(tok token.Token) {
	switch {
	case s.tokens == 1 && tok == token.FUNC, s.tokens == 2 && s.after == 1 && tok == token.LPAREN:
		s.after++
	case s.after == 2:
		if tok == token.RPAREN && s.depth == 1 {
			s.after++
		}
	case s.after == 3 && tok == token.IDENT:
		s.after++
	case s.after == 4:
		s.now.method = tok == token.LPAREN
		s.after = 0
	default:
		s.after = 0
	}
}

func (s *chunker) finish(at int) {
	if s.tokens > 0 {
		s.now.start, s.now.end = s.start, at
		s.list = append(s.list, s.now)
	}
	s.now, s.start, s.tokens, s.after = chunk{}, -1, 0, 0
}

// bracket is 1 for opening and -1 for closing brackets.
func bracket(tok token.Token) int {
	switch tok {
	case token.LPAREN, token.LBRACK, token.LBRACE:
		return 1
	case token.RPAREN, token.RBRACK, token.RBRACE:
		return -1
	}
	return 0
}

// strayBracket returns where code[from:] closes a bracket that it did not open, or -1. What follows %% must not close func main.
func strayBracket(code string, from int) int {
	file, scan := scanned(code[from:])
	for depth := 0; ; {
		pos, tok, _ := scan.Scan()
		if depth += bracket(tok); depth < 0 {
			return from + file.Offset(pos)
		}
		if tok == token.EOF {
			return -1
		}
	}
}
