package review

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/internal/nbformat"
)

// Whatever a text is, no name of a member is left in it as a word, and nothing else is lost.
func FuzzVeil(f *testing.F) {
	for _, text := range []string{"I am Ada Lovelace.", "ADA, lovelace_1; ada@example.org", "adalovelace s01 s010", "Lovelace,\tAda\x00\xff", "ada\u0301 Ａｄａ", ""} {
		f.Add(text)
	}
	all := []book.Student{{ID: "s01", Name: "Ada Lovelace", Email: "ada@example.org"}, {ID: "s02", Name: "Bob"}}
	v := naming{key: []byte("k"), anonymous: true}.veil(all, map[string]bool{"s01": true})
	f.Fuzz(func(t *testing.T, text string) {
		got := v.over(text)
		for _, w := range split(got) {
			switch strings.ToLower(w.text) {
			case "ada", "lovelace", "adalovelace", "s01", "s02", "bob":
				t.Errorf("%q is left in %q", w.text, got)
			}
		}
		if again := v.over(got); again != got {
			t.Errorf("%q becomes %q", got, again)
		}
		if utf8.ValidString(text) && !utf8.ValidString(got) {
			t.Errorf("%q is broken: %q", text, got)
		}
		if len(v.words) > 0 && !strings.Contains(got, "Student-") && got != text {
			t.Errorf("%q became %q", text, got)
		}
	})
}

var (
	active    = regexp.MustCompile(`(?i)<(script|iframe|object|embed|form|input|style|base|link|meta|svg)\b|<[^>]*\son[a-z]+\s*=|(href|src)="\s*(javascript|vbscript):|<img[^>]*src="(https?:)?//`)
	unprinted = regexp.MustCompile(`\x1b\[`)
)

// Whatever a student writes, what is put into our page runs nothing and loads nothing.
func FuzzRender(f *testing.F) {
	for _, text := range []string{
		"# title\n\n<script>alert(1)</script>", "[a](javascript:alert(1)) ![b](//evil.example/x.png)", "$\\frac{<script>}{2}$ $$\\text{<img src=x onerror=1>}$$",
		"| a |\n|:-:|\n| <b onclick=x> |", "![x](attachment:a.png)", "<svg onload=alert(1)>", "a\x1b[2J\x1b]0;title\x07", "`<script>`", "~~~\n</pre><script>\n~~~",
	} {
		f.Add(text)
	}
	r := renderer{frames: func(hash string) string { return "/frame/" + hash }}
	f.Fuzz(func(t *testing.T, text string) {
		attached := map[string]any{"a.png": map[string]any{"image/png": "AAAA"}, text: map[string]any{"image/svg+xml": text}}
		markdownCell := nbformat.Cell{Type: nbformat.Markdown, Source: text, Attachments: attached}
		code := nbformat.Cell{Type: nbformat.Code, Source: text, Outputs: []nbformat.Output{
			{Type: nbformat.Stream, Text: text},
			{Type: nbformat.DisplayData, Data: map[string]any{"text/markdown": text}},
			{Type: nbformat.DisplayData, Data: map[string]any{"text/html": text}},
			{Type: nbformat.DisplayData, Data: map[string]any{"image/png": text}},
		}}
		for _, c := range []nbformat.Cell{markdownCell, code, {Type: nbformat.Raw, Source: text}} {
			b := r.render(c)
			html := string(b.Text) + string(b.Code)
			for _, d := range b.Shown {
				html += string(d.Rich)
				if unprinted.MatchString(d.Text) {
					t.Errorf("controls of terminals are left: %q", d.Text)
				}
				if d.Picture != "" && !strings.HasPrefix(string(d.Picture), "data:image/") {
					t.Errorf("a picture is %q", d.Picture)
				}
			}
			if bad := active.FindString(html); bad != "" {
				t.Errorf("%q in\n%s", bad, html)
			}
		}
	})
}
