package feedback

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/url"

	"github.com/gensci/gensci/grade/book"
)

var (
	//go:embed pages.html.tmpl
	source string
	//go:embed style.css
	style string

	pages = template.Must(template.New("pages").Funcs(template.FuncMap{
		"style":  func() template.CSS { return template.CSS(style) },
		"policy": policy,
	}).Parse(source))
)

// policy is that of all pages: their own style, and nothing else.
func policy() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
}

func render(name string, data any) ([]byte, error) {
	var out bytes.Buffer
	err := pages.ExecuteTemplate(&out, name, data)
	return out.Bytes(), err
}

// sheetPage is for teachers: everybody's points on a sheet.
type sheetPage struct {
	Course, Title, When, Held string
	Rows                      []row
}

// row is a student in it.
type row struct {
	ID, Name, Link, Points, Max, State string
}

// row is what teachers see of a student: everything, whatever students see by now.
func (c *content) row(s book.Student, has bool) row {
	r := c.results[s.ID].Sheets[0]
	one := row{ID: s.ID, Name: plain(s.Name), Points: r.Points.String(), Max: r.Max.String()}
	if has {
		one.Link = c.number() + "/" + url.PathEscape(s.ID) + "/index.html"
	}
	switch {
	case r.Excused:
		one.Points, one.State = "–", "excused"
	case r.Missed != "":
		one.State = string(r.Missed)
	case !has:
		one.Points, one.State = "–", "may still hand in"
	case r.Stale:
		one.State = "changed since it was marked"
	case r.Open:
		one.State = "provisional"
	}
	return one
}

// coursePage lists the sheets.
type coursePage struct {
	Course string
	Sheets []string
}
