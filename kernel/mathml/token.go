package mathml

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// tokens splits TeX: commands with their backslash (\frac, \,), numbers by digits, single characters. Blanks are dropped, but for those in
// texts, which stand in one token behind \text.
func tokens(tex string) []string {
	var all []string
	for tex != "" {
		n := length(tex)
		switch token := tex[:n]; {
		case token[0] == '%': // a comment
			n = max(strings.IndexByte(tex, '\n'), 0)
			if n == 0 {
				n = len(tex)
			}
		case strings.TrimSpace(token) != "":
			all = append(all, token)
			if words[token] {
				text, rest := group(strings.TrimPrefix(tex[n:], "*")) // \operatorname*
				all = append(all, text)
				n = len(tex) - len(rest)
			}
		}
		tex = tex[n:]
	}
	return all
}

// words are the commands whose argument is text, not a formula.
var words = map[string]bool{
	`\text`: true, `\textrm`: true, `\textbf`: true, `\textit`: true, `\mbox`: true, `\operatorname`: true, `\begin`: true, `\end`: true, `\tag`: true, `\label`: true,
}

// length is how long the first token is.
func length(s string) int {
	if s[0] != '\\' || len(s) == 1 {
		_, n := utf8.DecodeRuneInString(s)
		return n
	}
	n := 1
	for n < len(s) && unicode.IsLetter(rune(s[n])) && s[n] < utf8.RuneSelf {
		n++
	}
	if n == 1 {
		_, size := utf8.DecodeRuneInString(s[1:])
		return 1 + size
	}
	return n
}

// group takes the text between braces off; "" if there is none.
func group(s string) (text, rest string) {
	s = strings.TrimLeft(s, " \n\t")
	if !strings.HasPrefix(s, "{") {
		return "", s
	}
	depth := 0
	for i, r := range s {
		switch r {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return s[1:i], s[i+1:]
			}
		}
	}
	return s[1:], ""
}
