package similar

import (
	"go/scanner"
	"go/token"
	"hash/fnv"
	"strings"
	"unicode"
)

// hash is FNV-1a: the same in each process, so that the same hand-ins give the same table.
func hash(data []byte) uint64 {
	h := fnv.New64a()
	h.Write(data)
	return h.Sum64()
}

// lexeme is a token or word as it is compared, and where it stands: source[from:to].
type lexeme struct {
	symbol   uint64
	from, to int
}

// chunk is a piece that no run of tokens crosses the ends of: a declaration, or an answer in words.
type chunk struct {
	text    int // number of the Text
	code    bool
	lexemes []lexeme
}

// chunks takes the texts of a hand-in apart.
func chunks(texts []Text) (all []chunk) {
	own := map[string]bool{}
	for _, t := range texts {
		if t.Code {
			declared(t.Source[:min(len(t.Source), maxText)], own)
		}
	}
	for i, t := range texts {
		source := t.Source[:min(len(t.Source), maxText)]
		if t.Code {
			all = append(all, codeChunks(i, source, own)...)
		} else {
			all = append(all, chunk{text: i, lexemes: words(source)})
		}
	}
	return all
}

// maxText is how much of a text is looked at: more than any answer, and not so much that a hostile one takes minutes.
const maxText = 100 << 10

// raw is a token as the scanner finds it.
type raw struct {
	tok      token.Token
	text     string
	from, to int
	depth    int // of brackets around it
}

// scan finds the tokens of a cell. What is no Go is passed over: a hand-in need not compile to be alike.
func scan(source string) (all []raw) {
	file := token.NewFileSet().AddFile("", -1, len(source))
	var s scanner.Scanner
	s.Init(file, []byte(source), func(token.Position, string) {}, 0)
	depth := 0
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF {
			return all
		}
		at := file.Offset(pos)
		end := at + len(text)
		if text == "" { // operators
			end = at + len(tok.String())
		}
		switch tok {
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth = max(0, depth-1)
		}
		all = append(all, raw{tok, text, at, min(end, len(source)), depth})
		switch tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		}
	}
}

// declared adds the names of functions and types that a cell declares: their author chose them.
func declared(source string, names map[string]bool) {
	toks := scan(source)
	for i, t := range toks {
		if t.tok != token.FUNC && t.tok != token.TYPE || i+1 == len(toks) {
			continue
		}
		next := i + 1
		if t.tok == token.FUNC && toks[next].tok == token.LPAREN { // a receiver
			for next++; next < len(toks) && toks[next].depth > t.depth; next++ {
			}
			next++
		}
		if next < len(toks) && toks[next].tok == token.IDENT {
			names[toks[next].text] = true
		}
	}
}

// codeChunks are the declarations of a cell, and the statements between them.
func codeChunks(number int, source string, own map[string]bool) (all []chunk) {
	current := chunk{text: number, code: true}
	toks := scan(source)
	for i, t := range toks {
		switch t.tok {
		case token.FUNC, token.TYPE, token.VAR, token.CONST, token.IMPORT:
			if t.depth == 0 && (i == 0 || toks[i-1].tok == token.SEMICOLON) {
				all = append(all, current)
				current = chunk{text: number, code: true}
			}
		}
		if symbol := t.symbol(i > 0 && toks[i-1].tok == token.PERIOD, own); symbol != "" {
			current.lexemes = append(current.lexemes, lexeme{hash([]byte(symbol)), t.from, t.to})
		}
	}
	return append(all, current)
}

// predeclared are names that have a meaning of their own in Go.
var predeclared = func() map[string]bool {
	names := map[string]bool{}
	for name := range strings.FieldsSeq(`any append bool byte cap clear close complex128 complex64 copy delete error false float32 float64 imag int int16 int32 int64 int8
		len make max min new nil panic print println real recover rune string true uint uint16 uint32 uint64 uint8 uintptr`) {
		names[name] = true
	}
	return names
}()

// symbol is what counts of a token; "" if nothing does. selected says that it stands behind a point.
func (t raw) symbol(selected bool, own map[string]bool) string {
	switch t.tok {
	case token.COMMENT, token.SEMICOLON, token.VAR:
		return ""
	case token.DEFINE:
		return "="
	case token.INT, token.FLOAT, token.IMAG:
		return "0"
	case token.CHAR, token.STRING:
		return `""`
	case token.IDENT:
		exported := selected && unicode.IsUpper([]rune(t.text)[0]) && !own[t.text]
		if exported || !selected && predeclared[t.text] && !own[t.text] {
			return t.text
		}
		return "x"
	}
	return t.tok.String()
}

// words are the words of an answer: letters and digits.
func words(source string) (all []lexeme) {
	from := -1
	for i, r := range source + " " {
		switch inside := unicode.IsLetter(r) || unicode.IsDigit(r); {
		case inside && from < 0:
			from = i
		case !inside && from >= 0:
			all = append(all, lexeme{hash([]byte(strings.ToLower(source[from:i]))), from, i})
			from = -1
		}
	}
	return all
}
