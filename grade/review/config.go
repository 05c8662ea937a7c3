package review

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/nbformat"
)

// Config is what is marked, by whom, and how it is shown.
type Config struct {
	Book      *book.Book
	Rule      book.Rule      // of the sheet
	Sheet     *release.Sheet // nil if there is no master: then tasks have no texts
	Folder    string         // submissions/, below which Submission.File is; empty if nothing but paper is handed in
	Fresh     Fresh          // nil if nothing was run again
	Tutors    []string
	Share     Share
	Anonymous bool   // pseudonyms in the place of students' names and ids
	Key       []byte // secret of the course, which the pseudonyms come from; random if empty, so that others come with each start

	Hub    Hub    // logs tutors in, in the place of links; nil: links
	Origin string // with Hub: what browsers see the server as, "https://hub.example.org"
	Prefix string // with Hub: the path that all addresses begin with, "/services/review/"
}

// Fresh returns what a hand-in showed when it was run again: its notebook with new outputs and why that ended early, or ""; nil if it was not run.
type Fresh func(context.Context, book.Submission) (nb *nbformat.Notebook, why string, err error)

// Hub says which tutor a request is from. If it returns false it has answered the request itself, by sending the browser to where people log in.
type Hub func(http.ResponseWriter, *http.Request) (tutor string, ok bool)

// Server is the page of one sheet.
type Server struct {
	Config
	names    naming
	pages    map[string]*template.Template
	access   *access
	site     site
	read     *shelf
	looks    looks
	attached map[string]map[string]any // pictures that the author has put into a cell's text, by cell
	now      func() time.Time
	mux      *http.ServeMux
}

// New prepares a server. It says in one sentence what is wrong with the configuration.
func New(c Config) (*Server, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	if len(c.Key) == 0 {
		c.Key = make([]byte, 32)
		rand.Read(c.Key) // never fails
	}
	if c.Prefix == "" {
		c.Prefix = "/"
	}
	s := &Server{Config: c, now: time.Now, read: newShelf(c), access: newAccess(), looks: looks{at: map[string]look{}}}
	s.names = naming{key: c.Key, anonymous: c.Anonymous}
	s.pages = parsePages()
	s.attached = attachments(c.Sheet)
	s.routes()
	return s, nil
}

func (c Config) check() error {
	switch {
	case c.Book == nil || c.Rule.Sheet == "":
		return errors.New("a page for marking needs a gradebook and a sheet")
	case c.Hub == nil && len(c.Tutors) == 0:
		return errors.New("nobody is named who marks: use --tutor NAME")
	case c.Hub != nil && c.Origin == "":
		return errors.New("behind a hub the server must know its public address, as https://hub.example.org")
	case c.Prefix != "" && (!strings.HasPrefix(c.Prefix, "/") || !strings.HasSuffix(c.Prefix, "/")):
		return fmt.Errorf("the path %q must begin and end with /", c.Prefix)
	case c.Share < ShareAll || c.Share > ShareRobin:
		return fmt.Errorf("there is no share %d", int(c.Share))
	}
	for i, name := range c.Tutors {
		if strings.TrimSpace(name) == "" || slices.Contains(c.Tutors[:i], name) {
			return fmt.Errorf("the tutor %q has no name, or is there twice", name)
		}
	}
	return nil
}
