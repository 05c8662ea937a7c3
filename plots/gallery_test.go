package plots_test

import (
	"bytes"
	"encoding/base64"
	"flag"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/gensci/gensci/plots"
)

var galleryDir = flag.String("gallery", "", "write every picture and one page of them into this folder")

// shown is what notebooks show.
type shown interface {
	MimeBundle() map[string]any
	Save(path string) error
}

// TestGallery draws every kind of picture; with -gallery DIR it leaves them there with a page, index.html, that has each on white and on
// JupyterLab's dark background:
//
//	go test ./plots -run TestGallery -gallery /tmp/gallery
func TestGallery(t *testing.T) {
	dir := *galleryDir
	if dir == "" {
		dir = t.TempDir()
	} else if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	var page bytes.Buffer
	page.WriteString("<!doctype html><meta charset=utf-8><title>plots</title><style>body{margin:0;font:14px sans-serif}section{display:flex}div{padding:12px;width:50%}" +
		".d{background:#111;color:#ddd}.l{background:#fff}img{max-width:100%;height:auto}code{white-space:pre-wrap;font-size:11px}</style>")
	for i, p := range drawn().pictures {
		b := drawn().bundles[i]
		if text := b["text/plain"].(string); text == "" || b["text/html"] != nil {
			t.Errorf("%s: %q", p.name, text)
			continue
		}
		if *galleryDir == "" {
			continue
		}
		if err := p.shown.Save(filepath.Join(dir, p.name+".png")); err != nil {
			t.Errorf("%s: %v", p.name, err)
		}
		img := picture(t, p.name, p.shown, b)
		fmt.Fprintf(&page, "<section><div class=l><h3>%s</h3>%s<br><code>%s</code></div><div class=d><h3>&nbsp;</h3>%s</div></section>\n",
			p.name, img, html.EscapeString(b["text/plain"].(string)), img)
	}
	if err := os.WriteFile(filepath.Join(dir, "index.html"), page.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// picture is a bundle's picture for a page.
func picture(t *testing.T, name string, s shown, b map[string]any) string {
	t.Helper()
	kind, data := "svg+xml", []byte(nil)
	switch {
	case b["image/svg+xml"] != nil:
		data = []byte(b["image/svg+xml"].(string))
	case b["image/png"] != nil:
		kind, data = "png", b["image/png"].([]byte)
	default:
		t.Errorf("%s: no picture in %v", name, b)
	}
	width := ""
	if m, ok := s.(interface{ MimeMetadata() map[string]any }); ok && kind == "png" {
		width = fmt.Sprintf("width=%d", m.MimeMetadata()["image/png"].(map[string]any)["width"])
	}
	return fmt.Sprintf(`<img %s src="data:image/%s;base64,%s">`, width, kind, base64.StdEncoding.EncodeToString(data))
}

// drawn is all pictures and what notebooks get of them, drawn once for all tests.
var drawn = sync.OnceValue(func() (d struct {
	pictures []named
	bundles  []map[string]any
},
) {
	d.pictures = pictures()
	for _, p := range d.pictures {
		d.bundles = append(d.bundles, p.shown.MimeBundle())
	}
	return d
})

var _ shown = (*plots.Figure)(nil)
