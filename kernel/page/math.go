package page

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/gensci/gensci/kernel/mathml"
)

// formula is TeX between dollars.
type formula struct {
	tex     string
	display bool
}

// mark stands in a Markdown text for a formula, whose stars and underscores mean nothing to Markdown.
func mark(i int) string { return fmt.Sprintf("\ue000%d\ue001", i) }

// takeMath replaces the formulas of a Markdown text by marks. As in Jupyter they stand between $ and $, or $$ and $$; code has none, and \$ is
// a dollar.
func takeMath(source string) (string, []formula) {
	var b strings.Builder
	var all []formula
	for at := 0; at < len(source); {
		if f, n := mathAt(source[at:]); n > 0 {
			b.WriteString(mark(len(all)))
			all = append(all, f)
			at += n
			continue
		}
		n := plainAt(source[at:])
		b.WriteString(source[at : at+n])
		at += n
	}
	return b.String(), all
}

// putMath puts the formulas in the place of their marks.
func putMath(html string, all []formula) string {
	var pairs []string
	for i, f := range all {
		pairs = append(pairs, mark(i), f.html())
	}
	return strings.NewReplacer(pairs...).Replace(html)
}

// mathAt returns the formula that a text begins with, and its length; 0 if it begins with none.
func mathAt(s string) (formula, int) {
	if rest, ok := strings.CutPrefix(s, "$$"); ok {
		end := strings.Index(rest, "$$")
		if end < 1 || strings.Contains(rest[:end], "\n\n") {
			return formula{}, 0
		}
		return formula{strings.TrimSpace(rest[:end]), true}, end + 4
	}
	rest, ok := strings.CutPrefix(s, "$")
	end := closing(rest)
	if !ok || end < 1 || strings.ContainsAny(rest[:1]+rest[end-1:end], " \t\n") || strings.Contains(rest[:end], "\n\n") {
		return formula{}, 0
	}
	if after := rest[end+1:]; after != "" && after[0] >= '0' && after[0] <= '9' {
		return formula{}, 0 // two prices
	}
	return formula{rest[:end], false}, end + 2
}

// closing is the place of the next dollar that is not written \$.
func closing(s string) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '$':
			return i
		}
	}
	return -1
}

// plainAt is the length of what a text begins with and has no formula: code, an escaped character, a character.
func plainAt(s string) int {
	switch s[0] {
	case '\\':
		return min(2, len(s))
	case '`', '~':
		fence := len(s) - len(strings.TrimLeft(s, s[:1]))
		if s[0] == '~' && fence < 3 {
			return fence
		}
		if end := strings.Index(s[fence:], s[:fence]); end >= 0 {
			return end + 2*fence
		}
		return fence
	}
	return 1
}

// html is the formula for a browser; what we cannot read is shown as it was written.
func (f formula) html() string {
	if text, err := mathml.Convert(f.tex, f.display); err == nil {
		return text
	}
	class := "tex"
	if f.display {
		class = "tex display"
	}
	return `<span class="` + class + `">` + template.HTMLEscapeString(f.tex) + "</span>"
}
