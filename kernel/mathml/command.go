package mathml

import (
	"fmt"
	"strings"
)

// command reads what a command applies to.
func (p *parser) command(t string) atom {
	if a, ok := p.styled(t); ok {
		return a
	}
	switch t {
	case `\frac`, `\dfrac`, `\tfrac`:
		return atom{xml: p.fraction(t)}
	case `\binom`:
		return atom{xml: row(fence("(", "prefix", ""), `<mfrac linethickness="0">`+p.argument()+p.argument()+"</mfrac>", fence(")", "postfix", ""))}
	case `\sqrt`:
		return atom{xml: p.root()}
	case `\left`:
		return atom{xml: p.fenced()}
	case `\begin`:
		return atom{xml: p.environment(p.next())}
	case `\overset`, `\stackrel`:
		over := p.argument()
		return atom{xml: element("mover", p.argument(), over), class: relation}
	case `\underset`:
		under := p.argument()
		return atom{xml: element("munder", p.argument(), under), class: relation}
	case `\not`:
		return atom{xml: `<mo>` + escape(symbols[p.next()].text) + "\u0338</mo>", class: relation}
	case `\displaystyle`, `\textstyle`, `\nonumber`, `\limits`, `\notag`:
		return atom{}
	case `\label`:
		p.next()
		return atom{}
	case `\tag`:
		return atom{xml: `<mspace width="2em"/><mtext>(` + escape(p.next()) + ")</mtext>"}
	}
	return atom{xml: p.fail("%s is not known", t)}
}

// styled are letters of other kinds, texts, accents and delimiters of a size: those that are found in a table.
func (p *parser) styled(t string) (atom, bool) {
	if accent, ok := accents[t]; ok {
		return p.accent(t, accent), true
	}
	if letters, ok := alphabets[t]; ok {
		return atom{xml: p.letters(letters)}, true
	}
	side := t[len(t)-1:]
	if size, ok := sizes[strings.TrimRight(t, "lrm")]; ok && t != `\lrm` {
		return p.sized(size, map[string]string{"l": "prefix", "r": "postfix"}[side]), true
	}
	switch {
	case t == `\operatorname`:
		return atom{xml: name(escape(p.next()), ord, p.peek()), class: function}, true
	case t == `\mathrm`:
		return atom{xml: p.roman()}, true
	case words[t] && t != `\begin` && t != `\end` && t != `\tag` && t != `\label`:
		return atom{xml: "<mtext>" + strings.ReplaceAll(escape(p.next()), " ", "\u00a0") + "</mtext>"}, true
	}
	return atom{}, false
}

func (p *parser) fraction(t string) string {
	display := map[string]string{`\dfrac`: ` displaystyle="true"`, `\tfrac`: ` displaystyle="false"`}[t]
	return "<mfrac" + display + ">" + p.argument() + p.argument() + "</mfrac>"
}

func (p *parser) root() string {
	if !p.accept("[") {
		return element("msqrt", p.argument())
	}
	degree := p.row("]")
	return element("mroot", p.argument(), degree)
}

func (p *parser) accent(t, accent string) atom {
	body := p.argument()
	mark := fmt.Sprintf(`<mo stretchy="%t">%s</mo>`, len(t) > len(`\breve`), accent)
	if strings.HasPrefix(t, `\under`) {
		return atom{xml: element("munder", body, mark), limits: true}
	}
	return atom{xml: `<mover accent="true">` + body + mark + "</mover>", limits: t == `\overbrace`}
}

// letters reads an argument in another alphabet.
func (p *parser) letters(begin [3]rune) string {
	var b strings.Builder
	for _, r := range p.plain() {
		for i, first := range []rune{'A', 'a', '0'} {
			if last := []rune{'Z', 'z', '9'}[i]; r >= first && r <= last {
				r = begin[i] + r - first
				break
			}
		}
		if real, ok := holes[r]; ok {
			r = real
		}
		b.WriteString(string(r))
	}
	return `<mi mathvariant="normal">` + b.String() + "</mi>"
}

// roman reads letters that stand upright: a name if they are several.
func (p *parser) roman() string { return `<mi mathvariant="normal">` + p.plain() + "</mi>" }

// plain reads an argument that has characters alone; Greek letters are some.
func (p *parser) plain() string {
	if !p.accept("{") {
		return p.character()
	}
	var b strings.Builder
	for p.err == nil && !p.accept("}") {
		b.WriteString(p.character())
	}
	return b.String()
}

func (p *parser) character() string {
	t := p.next()
	switch s, known := symbols[t]; {
	case t == "":
		return p.fail("an argument is missing")
	case known:
		return escape(s.text)
	case spaces[t] != "":
		return "\u00a0"
	case strings.ContainsAny(t, `\{}^_&`):
		return p.fail("%s cannot stand in letters", t)
	}
	return escape(t)
}
