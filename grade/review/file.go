package review

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
)

// file is something that was handed in besides the notebook.
type file struct {
	Name, Address string
	Kind          fileKind
}

// fileKind is how a file is shown.
type fileKind string

const (
	picture fileKind = "picture" // pixels
	scan    fileKind = "scan"    // PDF
	markup  fileKind = "markup"  // HTML, SVG: in a frame that runs nothing
	other   fileKind = "other"   // to be saved only
)

// files lists what was handed in besides the notebook. Its names are the students': in anonymous mode they are numbers.
func (st *state) files(w *work, h *handin) (all []file) {
	root, err := st.read.root()
	if err != nil {
		return nil
	}
	defer root.Close()
	for n, name := range h.files {
		f := file{Name: name, Address: st.at("file", fmt.Sprint(w.round), w.address, strconv.Itoa(n+1)), Kind: other}
		if st.Anonymous {
			f.Name = fmt.Sprintf("file %d%s", n+1, safeExtension(name))
		}
		if opened, err := root.Open(path.Join(h.folder, name)); err == nil {
			f.Kind, _ = sniff(opened, name)
			opened.Close()
		}
		all = append(all, f)
	}
	order := []fileKind{picture, scan, markup, other}
	slices.SortStableFunc(all, func(a, b file) int { return slices.Index(order, a.Kind) - slices.Index(order, b.Kind) })
	return all
}

// safeExtension is the end of a name if it is one that tells nothing about people.
func safeExtension(name string) string {
	switch e := strings.ToLower(path.Ext(name)); e {
	case ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".html", ".txt", ".zip", ".csv", ".md", ".tex":
		return e
	}
	return ""
}

// sniff finds out from its content what a file is, and as what it is served.
func sniff(f io.Reader, name string) (fileKind, string) {
	head := make([]byte, 512)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return other, "application/octet-stream"
	}
	switch kind := http.DetectContentType(head[:n]); kind {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
		return picture, kind
	case "application/pdf":
		return scan, kind
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm":
		return markup, "text/html; charset=utf-8"
	case ".svg":
		return markup, "image/svg+xml"
	}
	return other, "application/octet-stream"
}

// file serves one of them.
func (s *Server) file(v *visit) error {
	st, err := s.load(v.r.Context())
	if err != nil {
		return err
	}
	w := st.work(v.r.PathValue("round"), v.r.PathValue("who"))
	n, err := strconv.Atoi(v.r.PathValue("n"))
	if w == nil || w.handin == nil || err != nil {
		return refuse(http.StatusNotFound, "There is no such file.")
	}
	h, _ := s.read.take(*w.handin) // a notebook that is broken is not what is asked for
	if h == nil || n < 1 || n > len(h.files) {
		return refuse(http.StatusNotFound, "There is no such file.")
	}
	root, err := s.read.root()
	if err != nil {
		return err
	}
	defer root.Close()
	f, err := root.Open(path.Join(h.folder, h.files[n-1]))
	if err != nil {
		return refuse(http.StatusNotFound, "The file cannot be read.")
	}
	defer f.Close()
	at, err := f.Stat()
	if err != nil || !at.Mode().IsRegular() {
		return refuse(http.StatusNotFound, "The file cannot be read.")
	}
	address := st.at("file", fmt.Sprint(w.round), w.address, strconv.Itoa(n))
	files := st.files(w, h)
	return s.send(v, f, at, files[slices.IndexFunc(files, func(f file) bool { return f.Address == address })])
}

// send serves a file: never as anything that runs.
func (s *Server) send(v *visit, f io.ReadSeeker, at fs.FileInfo, of file) error {
	kind, contentType := sniff(f, at.Name())
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	how := "inline"
	if kind == other || v.r.URL.Query().Has("save") {
		how = "attachment"
	}
	h := v.w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": of.Name}))
	h.Set("X-Frame-Options", "SAMEORIGIN")
	h.Set("Content-Security-Policy", framePolicy)
	http.ServeContent(v.w, v.r, "", at.ModTime(), f)
	return nil
}
