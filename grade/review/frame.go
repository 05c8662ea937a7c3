package review

import (
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/gensci/gensci/internal/nbformat"
	"github.com/gensci/gensci/internal/terminal"
)

// framePolicy is that of what students have written: it runs nothing, loads nothing, sends nothing, and is of an origin of its own.
const framePolicy = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"

// frame serves HTML or SVG of a hand-in, found by its hash, to be shown in a frame.
func (s *Server) frame(v *visit) error {
	st, err := s.load(v.r.Context())
	if err != nil {
		return err
	}
	w := st.work(v.r.PathValue("round"), v.r.PathValue("who"))
	if w == nil || w.handin == nil {
		return refuse(http.StatusNotFound, "There is no such hand-in.")
	}
	veil := st.veilOf(w)
	notebooks, _ := st.notebooks(v, w)
	for _, nb := range notebooks {
		if html, ok := framed(veil, nb, v.r.PathValue("hash")); ok {
			h := v.w.Header()
			h.Set("Content-Security-Policy", framePolicy)
			h.Set("X-Frame-Options", "SAMEORIGIN")
			h.Set("Content-Type", "text/html; charset=utf-8")
			_, _ = v.w.Write([]byte(html)) // whoever went away reads no error
			return nil
		}
	}
	return refuse(http.StatusNotFound, "The hand-in shows no such thing.")
}

// framed is the content of a notebook that has a hash, as a page: HTML as it is, SVG as a picture, in which nothing runs.
func framed(veil *veil, nb *nbformat.Notebook, hash string) (html string, ok bool) {
	if nb == nil {
		return "", false
	}
	var bundles []map[string]any
	for _, c := range nb.Cells {
		c = veil.overCell(c)
		for _, o := range c.Outputs {
			bundles = append(bundles, o.Data)
		}
		for _, a := range c.Attachments {
			if b, isBundle := a.(map[string]any); isBundle {
				bundles = append(bundles, b)
			}
		}
	}
	for _, b := range bundles {
		if text, has := b["text/html"].(string); has && contentHash(text) == hash {
			return text, true
		}
		if svg, has := b["image/svg+xml"].(string); has && contentHash(svg) == hash {
			return svgPage(svg), true
		}
	}
	return "", false
}

func svgPage(svg string) string {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><meta charset="utf-8"><title>picture</title><style>body { margin: 0; background: #fff } img { display: block; max-width: 100%; max-height: 100vh }</style><img alt="" src="data:image/svg+xml;base64,`)
	b.WriteString(base64.StdEncoding.EncodeToString([]byte(svg)))
	b.WriteString(`">`)
	return b.String()
}

// notebooks are the submitted one and the one that was run again; nil for what there is none of. The note is what there is to say of the run.
func (st *state) notebooks(v *visit, w *work) (all [2]*nbformat.Notebook, note string) {
	if w.handin == nil {
		return all, ""
	}
	if h, _ := st.read.take(*w.handin); h != nil { // whoever shows the answer says what is wrong with it
		all[0] = h.notebook
	}
	if st.Fresh == nil {
		return all, ""
	}
	nb, why, err := st.Fresh(v.r.Context(), *w.handin)
	all[1] = nb
	switch {
	case err != nil:
		note = "What it showed when it was run again cannot be read: " + err.Error() + "."
	case why != "":
		note = "When it was run again, it ended early: " + terminal.Plain(why) + "."
	}
	return all, note
}
