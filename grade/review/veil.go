package review

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/internal/nbformat"
)

// veil replaces students' names and ids in texts that they have written.
type veil struct {
	words map[string]string // folded → what stands in its place
	most  int               // words in the longest
}

// veil replaces all students' ids, addresses and full names, and those that the members go by alone.
func (n naming) veil(all []book.Student, members map[string]bool) *veil {
	v := &veil{words: map[string]string{}}
	if !n.anonymous {
		return v
	}
	for _, s := range all {
		name := "Student-" + n.pseudonym(s.ID) // one word: it may stand in an address or a program
		v.add(s.ID, name)
		v.add(s.Email, name)
		v.add(s.Name, name)
		parts := strings.FieldsFunc(s.Name, func(r rune) bool { return !wordRune(r) })
		if len(parts) > 1 {
			last := len(parts) - 1
			v.add(parts[last]+" "+strings.Join(parts[:last], " "), name)
			v.add(strings.Join(parts, ""), name)
		}
		for _, p := range parts {
			if members[s.ID] && utf8.RuneCountInString(p) >= 3 {
				v.add(p, name)
			}
		}
	}
	return v
}

func (v *veil) add(text, name string) {
	words := split(text)
	if utf8.RuneCountInString(text) < 2 || len(words) == 0 {
		return
	}
	v.words[fold(words)] = name
	v.most = max(v.most, len(words))
}

// word is a run of letters and digits in a text.
type word struct {
	text     string
	from, to int
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

func split(text string) (all []word) {
	from := -1
	for i, r := range text {
		switch {
		case wordRune(r) && from < 0:
			from = i
		case !wordRune(r) && from >= 0:
			all = append(all, word{text[from:i], from, i})
			from = -1
		}
	}
	if from >= 0 {
		all = append(all, word{text[from:], from, len(text)})
	}
	return all
}

func fold(words []word) string {
	parts := make([]string, len(words))
	for i, w := range words {
		parts[i] = strings.ToLower(w.text)
	}
	return strings.Join(parts, " ")
}

// over returns a text with the names in it replaced, longer ones first. What stands between the words of a name does not matter.
func (v *veil) over(text string) string {
	if len(v.words) == 0 {
		return text
	}
	words := split(text)
	var b strings.Builder
	done := 0
	for i := 0; i < len(words); {
		n, name := v.match(words[i:])
		if n == 0 {
			i++
			continue
		}
		b.WriteString(text[done:words[i].from] + name)
		done = words[i+n-1].to
		i += n
	}
	return b.String() + text[done:]
}

// match finds the longest name that words begin with.
func (v *veil) match(words []word) (n int, name string) {
	for n = min(v.most, len(words)); n > 0; n-- {
		if words[n-1].to-words[0].from > 200 {
			continue
		}
		if name, ok := v.words[fold(words[:n])]; ok {
			return n, name
		}
	}
	return 0, ""
}

// overAny replaces names in whatever JSON has, keys included.
func (v *veil) overAny(x any) any {
	switch x := x.(type) {
	case string:
		return v.over(x)
	case []any:
		all := make([]any, len(x))
		for i := range x {
			all[i] = v.overAny(x[i])
		}
		return all
	case map[string]any:
		return v.overMap(x)
	}
	return x
}

func (v *veil) overMap(m map[string]any) map[string]any {
	if m == nil {
		return nil
	}
	all := map[string]any{}
	for k, x := range m {
		if strings.HasPrefix(k, "image/") && k != "image/svg+xml" {
			all[k] = x // pixels
			continue
		}
		all[v.over(k)] = v.overAny(x)
	}
	return all
}

// overCell replaces names in a cell and what it has shown.
func (v *veil) overCell(c nbformat.Cell) nbformat.Cell {
	if v == nil || len(v.words) == 0 {
		return c
	}
	c.Source, c.Attachments, c.Outputs = v.over(c.Source), v.overMap(c.Attachments), v.overOutputs(c.Outputs)
	return c
}

func (v *veil) overOutputs(outputs []nbformat.Output) []nbformat.Output {
	if v == nil || len(v.words) == 0 {
		return outputs
	}
	all := make([]nbformat.Output, len(outputs))
	for i, o := range outputs {
		o.Text, o.ErrorName, o.ErrorValue, o.Data = v.over(o.Text), v.over(o.ErrorName), v.over(o.ErrorValue), v.overMap(o.Data)
		lines := make([]string, len(o.Traceback))
		for k, line := range o.Traceback {
			lines[k] = v.over(line)
		}
		o.Traceback, all[i] = lines, o
	}
	return all
}
