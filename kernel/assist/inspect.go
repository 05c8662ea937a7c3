package assist

import (
	"context"
	"net/url"
	"os"
	"strings"

	"github.com/gensci/gensci/kernel/cell"
)

// Inspect tells about the name at a place, given in code points, or else about the function in whose call it is. Detail 1 adds the source. The
// rules of Complete hold for the memory and the time.
func (a *Assistant) Inspect(ctx context.Context, m *cell.Memory, code string, position, detail int) Inspection {
	at, ok := subject(code, position)
	if !ok {
		return Inspection{}
	}
	s := m.Sketch(code)
	c := newCursor(code, codePoints(code, at))
	paths := a.packagesOf(c, m, s)
	if !a.server.isReady() {
		a.exports.prepare(paths)
	}
	text, err := ask(ctx, a.server, func(p *process) (string, error) { return a.hover(p, s, c.start, detail) })
	if err != nil || text == "" {
		text = a.known(ctx, c, s, paths)
	}
	return inspectionOf(text)
}

// hover is what gopls says of a place, in Markdown.
func (a *Assistant) hover(p *process, s cell.Sketch, at, detail int) (string, error) {
	place, err := a.place(p, s, s.At(at))
	if err != nil {
		return "", err
	}
	var h struct{ Contents struct{ Value string } }
	if err = p.call("textDocument/hover", place, &h); err != nil {
		return "", err
	}
	text := h.Contents.Value
	if detail < 1 || text == "" {
		return text, nil
	}
	var found []struct {
		URI   string
		Range span
	}
	if err = p.call("textDocument/definition", place, &found); err != nil || len(found) == 0 {
		return text, nil // a bonus
	}
	if code := sourceAt(p.text(found[0].URI), found[0].Range.Start); code != "" {
		text += "\n\n```go\n" + code + "\n```\n"
	}
	return text, nil
}

// text is that of a file: of the sketch or on disk.
func (p *process) text(file string) string {
	if d, ok := p.texts[file]; ok {
		return d.text
	}
	u, err := url.Parse(file)
	if err != nil {
		return ""
	}
	text, _ := os.ReadFile(u.Path) // no text, no source
	return string(text)
}

// known is what can be said without gopls: the documentation of what a package exports, or cells declare.
func (a *Assistant) known(ctx context.Context, c cursor, s cell.Sketch, paths []string) string {
	ctx, cancel := context.WithTimeout(ctx, a.exports.patience)
	defer cancel()
	var all []export
	for _, path := range paths {
		all = append(all, a.exports.of(ctx, path)...)
	}
	if !c.selects {
		all = append(declarationsIn(cellFile, s.Cell), declarationsIn(declaredFile, s.Declared)...)
	}
	for _, e := range all {
		if e.Text == c.name {
			return e.markdown()
		}
	}
	return ""
}

// markdown tells about e as gopls would.
func (e export) markdown() string {
	line := e.Text + " " + e.Signature
	switch e.Type {
	case "function":
		line = "func " + e.Text + strings.TrimPrefix(e.Signature, "func")
	case "variable":
		line = "var " + line
	case "constant":
		line = "const " + line
	default:
		line = "type " + e.Text
	}
	return "```go\n" + strings.TrimSpace(line) + "\n```\n\n---\n\n" + e.doc
}
