package mathml

import "strings"

// delimiter reads one; a point is none.
func (p *parser) delimiter() string {
	t := p.next()
	s, known := symbols[t]
	switch {
	case t == "<" || t == ">":
		return map[string]string{"<": "⟨", ">": "⟩"}[t]
	case t == ".":
		return ""
	case !known || s.class == function || s.class == big:
		return p.fail("%s is no delimiter", t)
	}
	return s.text
}

// fence is a delimiter that grows with what it encloses, or has a size.
func fence(text, form, size string) string {
	if text == "" {
		return ""
	}
	attributes := `fence="true" stretchy="true" symmetric="true" lspace="0" rspace="0"`
	if form != "" {
		attributes += ` form="` + form + `"`
	}
	if size != "" {
		attributes += ` minsize="` + size + `em" maxsize="` + size + `em"`
	}
	return "<mo " + attributes + ">" + escape(text) + "</mo>"
}

// fenced reads from behind \left to \right.
func (p *parser) fenced() string {
	begin := fence(p.delimiter(), "prefix", "")
	body := p.atoms(func(t string) bool { return t == `\right` || t == `\middle` })
	for p.accept(`\middle`) {
		body += fence(p.delimiter(), "infix", "") + p.atoms(func(t string) bool { return t == `\right` || t == `\middle` })
	}
	if p.err == nil && !p.accept(`\right`) {
		return p.fail(`\right is missing`)
	}
	return row(begin, body, fence(p.delimiter(), "postfix", ""))
}

// sized reads a delimiter of \big and its like. Which side it stands on is in the name, or it is none.
func (p *parser) sized(size, form string) atom {
	text, c := p.delimiter(), map[string]class{"prefix": opening, "postfix": closing}[form]
	if text == "|" || text == "‖" { // of which many fonts have one length only: letters of a larger size
		return atom{xml: `<mo stretchy="false" lspace="0" rspace="0" scriptlevel="` + levels[size] + `">` + text + "</mo>", class: c}
	}
	return atom{xml: fence(text, form, size), class: c}
}

// levels are sizes as steps of scripts, each a root of two.
var levels = map[string]string{"1.2": "-1", "1.8": "-2", "2.4": "-3", "3": "-3"}

// fences are the delimiters of environments, and the alignment of their columns.
var fences = map[string][3]string{
	"matrix": {"", "", "center"}, "pmatrix": {"(", ")", "center"}, "bmatrix": {"[", "]", "center"}, "vmatrix": {"|", "|", "center"}, "Vmatrix": {"‖", "‖", "center"}, "Bmatrix": {"{", "}", "center"},
	"smallmatrix": {"", "", "center"}, "cases": {"{", "", "left"}, "array": {"", "", "center"}, "gathered": {"", "", "center"}, "gather": {"", "", "center"}, "gather*": {"", "", "center"},
	"aligned": {"", "", "right left"}, "align": {"", "", "right left"}, "align*": {"", "", "right left"}, "split": {"", "", "right left"}, "equation": {"", "", "center"}, "equation*": {"", "", "center"},
}

// environment reads up to its \end.
func (p *parser) environment(name string) string {
	around, known := fences[name]
	if !known {
		return p.fail("the environment %s is not known", name)
	}
	if name == "array" && p.accept("{") { // its columns, which are centred here
		p.row("}")
	}
	sides := strings.Fields(around[2])
	var rows strings.Builder
	for p.err == nil {
		rows.WriteString("<mtr>" + p.cells(sides) + "</mtr>")
		if p.accept(`\end`) {
			break
		}
		if p.next() != `\\` {
			return p.fail(`\end{%s} is missing`, name)
		}
		if p.peek() == `\end` { // after the last row
			p.next()
			break
		}
	}
	if end := p.next(); p.err == nil && end != name {
		return p.fail(`\end{%s} is missing`, name)
	}
	table := "<mtable>" + rows.String() + "</mtable>"
	if len(sides) > 1 {
		table = `<mtable displaystyle="true" class="aligned">` + rows.String() + "</mtable>"
	}
	return row(fence(around[0], "prefix", ""), table, fence(around[1], "postfix", ""))
}

// cells reads one row of a table.
func (p *parser) cells(sides []string) string {
	var b strings.Builder
	for i := 0; p.err == nil; i++ {
		side := sides[i%len(sides)]
		padding := ""
		if len(sides) > 1 { // the columns of an alignment touch
			padding = "; padding-left: 0; padding-right: 0"
		}
		b.WriteString(`<mtd style="text-align: ` + side + padding + `">` + p.atoms(func(t string) bool { return t == "&" || t == `\\` || t == `\end` }) + "</mtd>")
		if !p.accept("&") {
			break
		}
	}
	return b.String()
}
