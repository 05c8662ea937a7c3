package review

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"html/template"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gensci/gensci/internal/nbformat"
	"github.com/gensci/gensci/internal/terminal"
	"github.com/gensci/gensci/kernel/page"
)

// block is a cell as the page shows it.
type block struct {
	Label  string        // what it is, if that does not go without saying
	Text   template.HTML // rendered markdown
	Code   template.HTML
	Shown  []display // submitted
	Fresh  []display // from running it again
	Again  bool      // it was run again
	Source string    // of markdown, for whoever wants to see what was typed
}

// display is one output, or an attached picture.
type display struct {
	Text    string
	Stream  string
	Error   string
	Rich    template.HTML
	Picture template.URL
	Frame   string // address of what is shown in a frame
	Height  int    // of the frame
	Caption string
}

// most is how much of one output is shown, in bytes.
const most = 200_000

func clip(text string) string {
	text = terminal.Plain(text)
	if len(text) <= most {
		return text
	}
	cut := most
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "\n… the rest is left out …"
}

// aligned are styles that our renderers put on cells of tables; pages admit no styles in attributes, so they become classes.
var aligned = regexp.MustCompile(`style="text-align: ?(left|center|right)((?:; padding-left: 0; padding-right: 0)?)"`)

func classes(html template.HTML) template.HTML {
	return template.HTML(aligned.ReplaceAllStringFunc(string(html), func(m string) string {
		side := aligned.FindStringSubmatch(m)
		if side[2] != "" {
			return `class="` + side[1] + ` touching"`
		}
		return `class="` + side[1] + `"`
	}))
}

func markdown(source string, attachments map[string]any) template.HTML {
	return classes(page.Markdown(source, attachments))
}

// render makes the block of a cell.
func (r *renderer) render(c nbformat.Cell) block {
	switch c.Type {
	case nbformat.Code:
		return block{Code: page.Go(clip(c.Source)), Shown: r.displays(c.Outputs)}
	case nbformat.Raw:
		return block{Code: template.HTML(template.HTMLEscapeString(clip(c.Source)))}
	}
	b := block{Text: markdown(clip(c.Source), c.Attachments), Source: clip(c.Source)}
	for name, bundle := range c.Attachments {
		b.Shown = append(b.Shown, r.attached(name, bundle, c.Source)...)
	}
	return b
}

// renderer shows what a hand-in has; frames are below an address of that hand-in.
type renderer struct {
	frames func(hash string) string
	veil   *veil
}

func (r *renderer) displays(outputs []nbformat.Output) (all []display) {
	for _, o := range outputs {
		all = append(all, r.display(o))
	}
	return all
}

func (r *renderer) display(o nbformat.Output) display {
	switch o.Type {
	case nbformat.Stream:
		return display{Stream: o.Name, Text: clip(o.Text)}
	case nbformat.Error:
		text := strings.Join(o.Traceback, "\n")
		if text == "" {
			text = o.ErrorName + ": " + o.ErrorValue
		}
		return display{Error: clip(text)}
	}
	if d, ok := r.picture(o.Data); ok {
		return d
	}
	if html, ok := o.Data["text/html"].(string); ok {
		return display{Frame: r.frames(contentHash(html)), Height: 360}
	}
	if text, ok := o.Data["text/markdown"].(string); ok {
		return display{Rich: markdown(clip(text), nil)}
	}
	if text, ok := o.Data["text/plain"].(string); ok {
		return display{Text: clip(text)}
	}
	return display{Text: "(an output that cannot be shown here)"}
}

// picture shows what a bundle has as a picture: pixels in the page, SVG in a frame.
func (r *renderer) picture(bundle map[string]any) (display, bool) {
	for _, kind := range []string{"image/png", "image/jpeg", "image/gif", "image/webp"} {
		data, ok := bundle[kind].(string)
		if !ok {
			continue
		}
		data = strings.Join(strings.Fields(data), "")
		if _, err := base64.StdEncoding.DecodeString(data); err == nil {
			return display{Picture: template.URL("data:" + kind + ";base64," + data)}, true
		}
	}
	if svg, ok := bundle["image/svg+xml"].(string); ok {
		return display{Frame: r.frames(contentHash(svg)), Height: svgHeight(svg)}, true
	}
	return display{}, false
}

// attached shows a file that a text has attached and does not show itself.
func (r *renderer) attached(name string, bundle any, source string) []display {
	b, _ := bundle.(map[string]any)
	d, ok := r.picture(b)
	switch {
	case !ok:
		return []display{{Text: "(the attachment " + name + " is no picture that can be shown here)"}}
	case d.Frame == "" && strings.Contains(source, "attachment:"+name):
		return nil
	}
	d.Caption = name
	return []display{d}
}

func contentHash(content string) string {
	h := sha256.Sum256([]byte(content))
	return hex.EncodeToString(h[:16])
}

var (
	svgTag  = regexp.MustCompile(`<svg\b[^>]*>`)
	svgSize = regexp.MustCompile(`\bheight="([0-9]{1,5})(?:\.[0-9]+)?(px|pt)?"`)
	svgBox  = regexp.MustCompile(`\bviewBox="[-0-9.]+[ ,]+[-0-9.]+[ ,]+[0-9.]+[ ,]+([0-9]{1,5})`)
)

// svgHeight guesses how high a frame must be, in pixels.
func svgHeight(svg string) int {
	tag, height := svgTag.FindString(svg), 0
	if m := svgSize.FindStringSubmatch(tag); m != nil {
		height, _ = strconv.Atoi(m[1])
		if m[2] == "pt" {
			height = height * 4 / 3
		}
	} else if m := svgBox.FindStringSubmatch(tag); m != nil {
		height, _ = strconv.Atoi(m[1])
	}
	if height == 0 {
		height = 360
	}
	return min(max(height, 60), 800) + 8
}
