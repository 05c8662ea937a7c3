package mathml

import (
	"fmt"
	"html"
	"strings"
	"unicode"
)

// deepest is how deep formulas may be nested.
const deepest = 100

// Convert returns the MathML of a formula. display is a formula on a line of its own.
func Convert(tex string, display bool) (string, error) {
	p := &parser{tokens: tokens(tex)}
	body := p.row("")
	if p.err != nil {
		return "", fmt.Errorf("formula %q: %w", tex, p.err)
	}
	how := "inline"
	if display {
		how = "block"
	}
	return fmt.Sprintf(`<math xmlns="http://www.w3.org/1998/Math/MathML" display="%s">%s</math>`, how, body), nil
}

// parser reads tokens once, from left to right. After an error there are none left.
type parser struct {
	tokens []string
	depth  int
	err    error
}

func (p *parser) fail(format string, args ...any) string {
	if p.err == nil {
		p.err = fmt.Errorf(format, args...)
	}
	p.tokens = nil
	return ""
}

// peek is the next token, "" at the end.
func (p *parser) peek() string {
	if len(p.tokens) == 0 {
		return ""
	}
	return p.tokens[0]
}

func (p *parser) next() string {
	t := p.peek()
	if t != "" {
		p.tokens = p.tokens[1:]
	}
	return t
}

// accept takes the next token if it is this one.
func (p *parser) accept(token string) bool {
	if p.peek() != token || token == "" {
		return false
	}
	p.next()
	return true
}

// row reads atoms up to a token that ends the row, which it takes, or "" for the end of the formula.
func (p *parser) row(end string) string {
	body := p.atoms(func(t string) bool { return t == end })
	if p.err == nil && p.next() != end {
		return p.fail("%s is missing", end)
	}
	return body
}

// atoms reads up to a token that stops says ends the row, which it leaves.
func (p *parser) atoms(stops func(string) bool) string {
	if p.depth++; p.depth > deepest {
		return p.fail("it is nested too deep")
	}
	defer func() { p.depth-- }()
	var b strings.Builder
	before := opening // what begins a row takes no space
	for p.err == nil && p.peek() != "" && !stops(p.peek()) {
		if space, ok := spaces[p.peek()]; ok {
			p.next()
			b.WriteString(`<mspace width="` + space + `em"/>`)
			continue
		}
		a := p.scripts(p.atom(before))
		b.WriteString(a.xml)
		before = a.class
	}
	return "<mrow>" + b.String() + "</mrow>"
}

// atom is a part of a formula, with what stands around it.
type atom struct {
	xml    string
	class  class
	limits bool // scripts stand above and below
}

// atom reads one, without its scripts. before is the class of the one on the left.
func (p *parser) atom(before class) atom {
	t := p.next()
	r := []rune(t)[0]
	s, known := symbols[t]
	switch {
	case t == "{":
		return atom{xml: p.row("}")}
	case t == "^" || t == "_" || t == "'": // scripts of nothing
		p.tokens = append([]string{t}, p.tokens...)
		return atom{xml: "<mrow></mrow>"}
	case isDigit(t) || t == "." && isDigit(p.peek()):
		return atom{xml: "<mn>" + t + p.digits() + "</mn>"}
	case known:
		return s.atom(before, p.peek())
	case r != '\\' && (unicode.IsLetter(r) || r > 0x7f):
		return atom{xml: "<mi>" + t + "</mi>"}
	case r != '\\':
		return atom{xml: p.fail("%s stands where it means nothing", t)}
	}
	return p.command(t)
}

// digits reads the rest of a number.
func (p *parser) digits() string {
	var b strings.Builder
	for len(p.tokens) > 0 && (isDigit(p.tokens[0]) || p.tokens[0] == "." && len(p.tokens) > 1 && isDigit(p.tokens[1])) {
		b.WriteString(p.next())
	}
	return b.String()
}

func isDigit(t string) bool { return len(t) == 1 && t[0] >= '0' && t[0] <= '9' }

// argument reads what a command applies to: a group, or one token; of digits only one, so that \frac12 is a half.
func (p *parser) argument() string {
	switch t := p.peek(); {
	case t == "" || t == "}" || t == "&":
		return p.fail("an argument is missing")
	case isDigit(t):
		return "<mn>" + p.next() + "</mn>"
	}
	return p.atom(opening).xml
}

// scripts reads what stands above and below an atom.
func (p *parser) scripts(a atom) atom {
	var sub, sup string
	for p.err == nil {
		switch {
		case p.accept("_"):
			sub += p.argument()
		case p.accept("^"):
			sup += p.argument()
		case p.accept("'"): // fonts have primes in their place already, as no other script
			a.xml = row(a.xml, `<mo lspace="0" rspace="0">′</mo>`)
		case p.accept(`\limits`):
			a.limits = true
		case p.accept(`\nolimits`):
			a.limits = false
		default:
			return a.with(sub, sup)
		}
	}
	return a
}

// with adds scripts, "" for none.
func (a atom) with(sub, sup string) atom {
	below, above, both := "msub", "msup", "msubsup"
	if a.limits {
		below, above, both = "munder", "mover", "munderover"
	}
	switch {
	case sub != "" && sup != "":
		a.xml = element(both, a.xml, row(sub), row(sup))
	case sub != "":
		a.xml = element(below, a.xml, row(sub))
	case sup != "":
		a.xml = element(above, a.xml, row(sup))
	}
	return a
}

func row(parts ...string) string { return element("mrow", parts...) }

func element(name string, parts ...string) string {
	return "<" + name + ">" + strings.Join(parts, "") + "</" + name + ">"
}

// escape also drops control characters, which XML cannot have.
func escape(text string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text))
}
