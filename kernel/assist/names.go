package assist

import (
	"go/scanner"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/gensci/gensci/kernel/cell"
)

// keywords are Go's, in the order of the alphabet.
func keywords() (list []Match) {
	for t := token.BREAK; t <= token.VAR; t++ {
		list = append(list, Match{Text: t.String(), Type: "keyword"})
	}
	return list
}

// names are what is known without gopls: what cells have declared, the words of this one, packages, keywords, and what Go declares itself.
func names(c cursor, m *cell.Memory, s cell.Sketch) []Match {
	if c.name == "" { // everything would be an answer
		return declared(m)
	}
	all := slices.Concat(declared(m), words(c), imported(s), keywords(), universe())
	for _, p := range m.Packages.Names() {
		all = append(all, Match{Text: p, Type: "module"})
	}
	return beginning(c.name, all)
}

// declared are the names of earlier cells that can stand alone.
func declared(m *cell.Memory) (list []Match) {
	kinds := map[token.Token]string{token.IMPORT: "module", token.CONST: "constant", token.TYPE: "class", token.VAR: "variable", token.FUNC: "function"}
	for _, d := range m.Declared() {
		if token.IsIdentifier(d.Name) { // not methods, dot and blank imports
			list = append(list, Match{Text: d.Name, Type: kinds[d.Kind], Signature: d.Path})
		}
	}
	return list
}

// words are the names in the cell's code, but for the one being typed.
func words(c cursor) (list []Match) {
	code := cell.Split(c.code).Code
	file := token.NewFileSet().AddFile("", -1, len(code))
	var scan scanner.Scanner
	scan.Init(file, []byte(code), nil, 0)
	for before := token.ILLEGAL; ; {
		pos, tok, text := scan.Scan()
		if tok == token.EOF {
			return list
		}
		if tok == token.IDENT && before != token.PERIOD && file.Offset(pos) != c.start {
			list = append(list, Match{Text: text})
		}
		before = tok
	}
}

func imported(s cell.Sketch) (list []Match) {
	for name, path := range s.Imports {
		if token.IsIdentifier(name) {
			list = append(list, Match{name, "module", path})
		}
	}
	slices.SortFunc(list, func(a, b Match) int { return strings.Compare(a.Text, b.Text) })
	return list
}

// universe are Go's predeclared names.
func universe() (list []Match) {
	for _, name := range types.Universe.Names() {
		kind := "function"
		switch types.Universe.Lookup(name).(type) {
		case *types.TypeName:
			kind = "class"
		case *types.Const, *types.Nil:
			kind = "constant"
		}
		list = append(list, Match{Text: name, Type: kind})
	}
	return list
}
