package cell

import (
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// taken are the names that the cell declares, those of declarations that don't parse too.
func (r *reading) taken() set {
	taken := set{}
	for _, u := range r.units {
		for _, n := range u.names {
			taken[n.text] = true
		}
	}
	code := r.parts.Code
	if first := slices.IndexFunc(r.parts.marks, mark.startsMain); first >= 0 {
		code = code[:r.parts.marks[first].start]
	}
	for _, words := range leadingWords.FindAllStringSubmatch(code, -1) {
		taken[words[1]] = true
	}
	return taken
}

var leadingWords = regexp.MustCompile(`(?m)^(?:func|type|var|const)[ \t]+([\pL_][\pL\pN_]*)`)

// selections are the names p in p.Name, or p. alone, of code that need not parse. A name on the line after p. begins anew, since whoever has
// just written the dot may go on there.
func selections(code string) map[string]set {
	found := map[string]set{}
	file, scan := scanned(code)
	var before, word string // the name, if any, before the present token, and the one p before a dot
	chained, end := false, 0
	for {
		pos, tok, text := scan.Scan()
		at := file.Offset(pos)
		switch {
		case tok == token.EOF:
			return found
		case tok == token.PERIOD:
			if before != "" && !chained {
				found[before] = with(found[before])
			}
			word, chained = before, true
		case tok == token.IDENT && chained && !strings.Contains(code[end:at], "\n"):
			if found[word] != nil {
				found[word][text] = true
			}
			word = ""
		case tok != token.COMMENT:
			chained = false
		}
		before = ""
		if tok == token.IDENT {
			before = text
		}
		end = at + len(text)
	}
}
