package page

import (
	"bytes"
	"encoding/base64"
	"html/template"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// markdown renders a Markdown cell. HTML in it is left out, links are kept, and pictures too if they are attached to the cell: a page loads
// nothing.
func markdown(source string, attachments map[string]any) template.HTML {
	source, formulas := takeMath(source)
	var b bytes.Buffer
	m := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithParserOptions(
		parser.WithASTTransformers(util.Prioritized(&pictures{attachments}, 0)),
	))
	if err := m.Convert([]byte(source), &b); err != nil { // none is known; a buffer takes everything
		return template.HTML("<pre>" + template.HTMLEscapeString(source) + "</pre>")
	}
	return template.HTML(putMath(b.String(), formulas)) // goldmark escapes, and leaves out what could run
}

// pictures puts attached pictures in, and a link in the place of all others.
type pictures struct{ attachments map[string]any }

func (p *pictures) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	var all []*ast.Image
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // the function returns no error
		if image, ok := n.(*ast.Image); ok && entering {
			all = append(all, image)
		}
		return ast.WalkContinue, nil
	})
	for _, image := range all {
		name, attached := strings.CutPrefix(string(image.Destination), "attachment:")
		if url := p.data(name); attached && url != "" {
			image.Destination = []byte(url)
			continue
		}
		link := ast.NewLink()
		link.Destination = image.Destination
		for c := image.FirstChild(); c != nil; c = image.FirstChild() {
			link.AppendChild(link, c)
		}
		if !link.HasChildren() {
			link.AppendChild(link, ast.NewString([]byte("picture")))
		}
		image.Parent().ReplaceChild(image.Parent(), image, link)
	}
}

// data is an attached picture as a data URL, "" if there is none of that name.
func (p *pictures) data(name string) string {
	bundle, _ := p.attachments[name].(map[string]any)
	for _, mime := range []string{"image/png", "image/jpeg", "image/gif", "image/webp"} {
		if data, ok := bundle[mime].(string); ok {
			clean := strings.Join(strings.Fields(data), "")
			if _, err := base64.StdEncoding.DecodeString(clean); err == nil {
				return "data:" + mime + ";base64," + clean
			}
		}
	}
	return ""
}
