package review

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"
)

//go:embed page
var embedded embed.FS

func (s *Server) routes() {
	s.mux = http.NewServeMux()
	open := map[string]http.HandlerFunc{
		"GET /login": s.showLogin, "POST /login": s.login, "GET /style.css": s.static("style.css", "text/css"), "GET /app.js": s.static("app.js", "text/javascript"),
	}
	for pattern, h := range open {
		s.mux.HandleFunc(pattern, h)
	}
	for pattern, h := range map[string]func(*visit) error{
		"GET /{$}": s.overview, "GET /table": s.table, "GET /task/{cell}": s.task, "GET /mark/{cell}/{round}/{who}": s.answer,
		"POST /mark/{cell}/{round}/{who}": s.save, "GET /state/{cell}/{round}/{who}": s.live, "GET /frame/{round}/{who}/{hash}": s.frame,
		"GET /file/{round}/{who}/{n}": s.file, "POST /phrase/{cell}": s.keepPhrase, "POST /drop/{cell}": s.dropPhrase, "POST /link": s.newLink,
		"POST /logout": s.logout, "/": func(*visit) error { return refuse(http.StatusNotFound, "There is no such page.") },
	} {
		s.mux.HandleFunc(pattern, s.knownOnly(h))
	}
}

// at is the address of a page, below the prefix.
func (s *Server) at(parts ...string) string {
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return s.Prefix + strings.Join(parts, "/")
}

// address is that of an item's page.
func (s *Server) address(i item) string { return s.atItem("mark", i.Cell.ID, i.work) }

func (s *Server) atItem(page, cell string, w *work) string {
	return s.at(page, cell, fmt.Sprint(w.round), w.address)
}

// frameOf is what all pages have around what they show.
type frameOf struct {
	Base, Nonce, Form, Tutor string
	Sheet, Page              string
	Anonymous, Links         bool
	Data                     any
}

func (s *Server) page(v *visit, status int, name string, data any) {
	f := frameOf{Base: s.Prefix, Nonce: v.nonce, Form: v.form, Tutor: v.tutor, Sheet: s.Rule.Sheet, Page: name, Anonymous: s.Anonymous, Links: s.Hub == nil, Data: data}
	if s.Sheet != nil && s.Sheet.Title != "" {
		f.Sheet = s.Sheet.Title
	}
	var out bytes.Buffer
	if err := s.pages[name].ExecuteTemplate(&out, "layout", f); err != nil {
		http.Error(v.w, "The page cannot be made: "+err.Error(), http.StatusInternalServerError)
		return
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	v.w.WriteHeader(status)
	_, _ = v.w.Write(out.Bytes()) // whoever went away reads no error
}

func parsePages() map[string]*template.Template {
	layout := template.Must(template.New("layout").Funcs(template.FuncMap{
		"when": func(t time.Time) string { return t.Local().Format("2006-01-02 15:04") },
	}).ParseFS(embedded, "page/layout.html.tmpl"))
	all := map[string]*template.Template{}
	for _, name := range []string{"overview", "answer", "table", "login", "link", "failure"} {
		all[name] = template.Must(template.Must(layout.Clone()).ParseFS(embedded, "page/"+name+".html.tmpl"))
	}
	return all
}

// static serves one of our own files.
func (s *Server) static(name, kind string) http.HandlerFunc {
	text, err := embedded.ReadFile("page/" + name)
	if err != nil {
		panic(err) // it is part of the program
	}
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind+"; charset=utf-8")
		_, _ = w.Write(text)
	}
}

type nonceKey struct{}

func withNonce(ctx context.Context, nonce string) context.Context {
	return context.WithValue(ctx, nonceKey{}, nonce)
}

func nonceOf(ctx context.Context) string {
	nonce, _ := ctx.Value(nonceKey{}).(string)
	return nonce
}
