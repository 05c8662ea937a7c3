package review

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/internal/nbformat"
)

// The limits of what is read of a hand-in.
const (
	maxNotebook = 64 << 20 // bytes
	maxFiles    = 100
	shelved     = 16 // notebooks that are kept in memory
)

// handin is what lies in the folder of a hand-in.
type handin struct {
	notebook *nbformat.Notebook
	folder   string   // below submissions/
	files    []string // names of what else was handed in, in the folder
	problem  error    // what is wrong with the notebook
}

// shelf reads hand-ins, and keeps the last ones: versions don't change.
type shelf struct {
	folder string
	mu     sync.Mutex
	kept   map[string]*handin
	order  []string
}

func newShelf(c Config) *shelf { return &shelf{folder: c.Folder, kept: map[string]*handin{}} }

// take returns what a submission has; with an error too, if something of it can be read.
func (s *shelf) take(sub book.Submission) (*handin, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	name := sub.ID + " " + sub.Hash
	if h := s.kept[name]; h != nil {
		return h, h.problem
	}
	h, err := s.open(sub)
	if err != nil {
		return nil, err
	}
	if len(s.order) == shelved {
		delete(s.kept, s.order[0])
		s.order = s.order[1:]
	}
	s.kept[name], s.order = h, append(s.order, name)
	return h, h.problem
}

// root opens the folder with all hand-ins; nothing outside of it is reached through it, whatever links lie in it.
func (s *shelf) root() (*os.Root, error) {
	if s.folder == "" {
		return nil, errors.New("files of hand-ins are not kept here")
	}
	return os.OpenRoot(s.folder)
}

func (s *shelf) open(sub book.Submission) (*handin, error) {
	root, err := s.root()
	if err != nil {
		return nil, err
	}
	defer root.Close()
	if !fs.ValidPath(sub.File) || sub.File == "." {
		return nil, fmt.Errorf("the gradebook has no file of the hand-in %s", sub.ID)
	}
	h := &handin{folder: sub.File}
	at, err := root.Stat(sub.File)
	if err != nil {
		return nil, errors.New("the file of this hand-in is missing or cannot be read")
	}
	if !at.IsDir() {
		h.folder = path.Dir(sub.File)
	}
	entries, err := fs.ReadDir(root.FS(), h.folder)
	if err != nil {
		return nil, errors.New("the folder of this hand-in cannot be read")
	}
	notebook := ""
	if !at.IsDir() {
		notebook = path.Base(sub.File)
	}
	for _, e := range entries {
		switch {
		case !e.Type().IsRegular() || e.Name() == notebook || ours(e.Name()):
		case notebook == "" && path.Ext(e.Name()) == ".ipynb":
			notebook = e.Name()
		case len(h.files) < maxFiles:
			h.files = append(h.files, e.Name())
		}
	}
	slices.Sort(h.files)
	if notebook != "" {
		h.notebook, h.problem = readNotebook(root, path.Join(h.folder, notebook))
	}
	return h, nil
}

// ours are files that collecting puts beside what was handed in.
func ours(name string) bool {
	return strings.HasPrefix(name, ".") || slices.Contains([]string{"manifest.json", "receipt.json"}, name)
}

func readNotebook(root *os.Root, name string) (*nbformat.Notebook, error) {
	f, err := root.Open(name)
	if err != nil {
		return nil, errors.New("the notebook of this hand-in cannot be read")
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxNotebook+1))
	if err != nil || len(text) > maxNotebook {
		return nil, fmt.Errorf("the notebook of this hand-in cannot be read, or is larger than %d MB", maxNotebook>>20)
	}
	nb, err := nbformat.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("the notebook of this hand-in is broken: %w", err)
	}
	return nb, nil
}
