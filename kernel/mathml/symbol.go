package mathml

import "strings"

// atom is the symbol with the space that its neighbours give it (TeXbook, chapter 18): browsers know operators, but not what stands beside them.
func (s symbol) atom(before class, after string) atom {
	text := escape(s.text)
	switch s.class {
	case function:
		return atom{xml: name(text, before, after), class: function}
	case big:
		if len(s.text) > 3 || s.text[0] >= 'a' && s.text[0] <= 'z' { // lim and the like
			return atom{xml: name(text, before, after), class: function, limits: true}
		}
		return atom{xml: `<mo movablelimits="true">` + text + "</mo>", class: big, limits: !strings.ContainsAny(s.text, "∫∬∭∮")}
	case binary:
		if before != ord && before != closing { // a sign
			return atom{xml: `<mo form="prefix" lspace="0" rspace="0">` + text + "</mo>", class: binary}
		}
		return atom{xml: `<mo form="infix">` + text + "</mo>", class: binary}
	case relation:
		return atom{xml: `<mo stretchy="false" lspace=".278em" rspace=".278em">` + text + "</mo>", class: relation}
	case opening, closing:
		return atom{xml: `<mo stretchy="false" lspace="0" rspace="0">` + text + "</mo>", class: s.class}
	case punctuation:
		return atom{xml: `<mo separator="true" lspace="0" rspace=".167em">` + text + "</mo>", class: punctuation}
	}
	if strings.ContainsAny(s.text, "|‖/′…⋯⋮⋱.") {
		return atom{xml: `<mo stretchy="false" lspace="0" rspace="0">` + text + "</mo>"}
	}
	return atom{xml: upright(text)}
}

// upright are capital Greek letters and signs; small ones lean.
func upright(text string) string {
	if r := []rune(text); len(r) == 1 && (r[0] >= 'α' && r[0] <= 'ω' || strings.ContainsRune("ϵϑϖϱϕℓı ȷ", r[0])) {
		return "<mi>" + text + "</mi>"
	}
	return `<mi mathvariant="normal">` + text + "</mi>"
}

// name is a function's, with thin spaces unless a delimiter stands beside it.
func name(text string, before class, after string) string {
	left, right := "0", ".167em"
	if before == ord || before == closing {
		left = ".167em"
	}
	if s, known := symbols[after]; touching[after] || known && s.class >= binary || sizes[strings.TrimRight(after, "lr")] != "" {
		right = "0"
	}
	return `<mo form="prefix" movablelimits="true" lspace="` + left + `" rspace="` + right + `">` + text + "</mo>"
}

// touching are the tokens that take no space behind a function, beside operators and delimiters; "" is the end.
var touching = map[string]bool{"": true, "^": true, "_": true, "'": true, "}": true, "&": true, `\left`: true, `\\`: true}
