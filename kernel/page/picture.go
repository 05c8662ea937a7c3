package page

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"strings"

	"github.com/gensci/gensci/internal/nbformat"
)

// picture is an output's picture.
type picture struct {
	URL           template.URL // a data URL
	Width, Height int          // in pixels, 0 where the picture itself says so
	Alt           string       // what it shows, for those who cannot see it
	Caption       string       // what it shows, for everybody
}

// Attributes are those of the img element but its source.
func (p *picture) Attributes() template.HTMLAttr {
	text := fmt.Sprintf(`alt="%s"`, template.HTMLEscapeString(p.Alt))
	if p.Width > 0 {
		text += fmt.Sprintf(` width="%d"`, p.Width)
	}
	if p.Width > 0 && p.Height > 0 {
		text += fmt.Sprintf(` height="%d"`, p.Height)
	}
	return template.HTMLAttr(text)
}

// pictureOf is an output's picture, nil if it has none. Inside an img element an SVG cannot run scripts.
func pictureOf(o nbformat.Output) *picture {
	p := &picture{}
	if png, ok := o.Data["image/png"].(string); ok {
		clean := strings.Join(strings.Fields(png), "")
		if _, err := base64.StdEncoding.DecodeString(clean); err == nil {
			p.URL = template.URL("data:image/png;base64," + clean)
			p.known(o.Metadata["image/png"])
		}
	}
	if svg, ok := o.Data["image/svg+xml"].(string); ok && p.URL == "" {
		p.URL = template.URL("data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString([]byte(svg)))
		p.known(o.Metadata["image/svg+xml"])
	}
	if svg := drawn(o); svg != "" && p.URL == "" {
		p.URL = template.URL("data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString([]byte(svg)))
		p.Caption, _ = o.Data["text/plain"].(string)
		return p
	}
	if p.URL == "" {
		return nil
	}
	if text, ok := o.Data["text/plain"].(string); ok && p.Alt == "" {
		p.Alt, _, _ = strings.Cut(text, "\n")
	}
	return p
}

// known takes what a notebook's metadata say of a picture: the size at which it is to be shown, and its description.
func (p *picture) known(metadata any) {
	m, _ := metadata.(map[string]any)
	p.Width, p.Height = size(m["width"]), size(m["height"])
	p.Alt, _ = m["alt"].(string)
}

// largest is more pixels than any picture has, so that a wrong number does no harm.
const largest = 20_000

func size(v any) int {
	x := 0.0
	switch v := v.(type) {
	case json.Number:
		x, _ = v.Float64() // zero if it is none
	case float64:
		x = v
	case int:
		x = float64(v)
	}
	if x >= 1 && x <= largest {
		return int(x)
	}
	return 0
}

// drawn is the one picture that is part of what a cell shows as HTML, such as the curve below a training's bar; "" if there is none.
func drawn(o nbformat.Output) string {
	page, _ := o.Data["text/html"].(string)
	from, to := strings.Index(page, "<svg "), strings.LastIndex(page, "</svg>")
	if from < 0 || to < from || strings.Count(page, "<svg ") > 1 {
		return ""
	}
	return page[from : to+len("</svg>")]
}
