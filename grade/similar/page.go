package similar

import (
	"bytes"
	_ "embed"
	"html/template"
	"strings"
	"unicode"
)

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{"percent": percent}).Parse(pageText))

// maxPlaces bounds what is shown of a pair: the longest places.
const maxPlaces = 40

// side is a place in one of two works: the lines that it stands in, with what is alike in the middle.
type side struct{ Cell, Before, Alike, After string }

type shownPair struct {
	Pair
	Number int
	Sides  [][2]side
	More   int // places that are not shown
}

// Page is an HTML page with the pairs, each with its places side by side. It loads nothing, runs nothing, and shows what students wrote as text.
func Page(title string, pairs []Pair) ([]byte, error) {
	var shown []shownPair
	for i, p := range pairs {
		s := shownPair{Pair: p, Number: i + 1, More: max(0, len(p.Places)-maxPlaces)}
		for _, place := range p.Places[:len(p.Places)-s.More] {
			s.Sides = append(s.Sides, [2]side{p.A.side(place.A), p.B.side(place.B)})
		}
		shown = append(shown, s)
	}
	var b bytes.Buffer
	err := pageTemplate.Execute(&b, map[string]any{"Title": title, "Pairs": shown})
	return b.Bytes(), err
}

// side is a place with the rest of its first and last line.
func (w *Work) side(at Span) side {
	t := w.Texts[at.Text]
	from := strings.LastIndexByte(t.Source[:at.From], '\n') + 1
	to := len(t.Source)
	if n := strings.IndexByte(t.Source[at.To:], '\n'); n >= 0 {
		to = at.To + n
	}
	return side{t.Cell, visible(t.Source[from:at.From]), visible(t.Source[at.From:at.To]), visible(t.Source[at.To:to])}
}

// visible shows characters that would change how text reads as what they are: something that is not to be there.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cf, unicode.Co) || unicode.IsControl(r) && r != '\n' && r != '\t' {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}
