package rerun

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/internal/nbformat"
	"github.com/gensci/gensci/internal/replace"
)

// Kept runs hand-ins again and keeps what they showed, in a folder of each hand-in: so it goes when the hand-in goes.
type Kept struct {
	Submissions string // submissions/ of the course
	Run         func(ctx context.Context, notebook, out string) (path, why string, err error)
}

const (
	keptFolder = ".rerun"
	whyFile    = "why.txt"
	maxKept    = 64 << 20 // bytes of an executed notebook that are read
)

// All runs those hand-ins that were not run yet, one by one; told hears of each, why being what hindered or ended it early, or "". What is done
// stays done when ctx ends it.
func (k Kept) All(ctx context.Context, all []book.Submission, told func(s book.Submission, why string)) error {
	for _, s := range all {
		notebook, kept, err := k.places(s)
		if _, bad := os.Stat(kept); err == nil && bad == nil {
			continue
		}
		why := ""
		if err == nil {
			why, err = k.one(ctx, notebook, kept)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			why = err.Error()
		}
		told(s, why)
	}
	return nil
}

// one runs a notebook. Why it ended early is there before what it showed, so that nobody sees the one without the other.
func (k Kept) one(ctx context.Context, notebook, kept string) (why string, err error) {
	making, err := os.MkdirTemp(filepath.Dir(notebook), keptFolder+"-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(making)
	made, why, err := k.Run(ctx, notebook, making)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(kept), 0o700)
	}
	if err == nil {
		err = replace.File(filepath.Join(filepath.Dir(kept), whyFile), []byte(why))
	}
	if err == nil {
		err = os.Rename(made, kept)
	}
	return why, err
}

// Fresh returns the notebook of a hand-in as it was run again, and why that ended early, or ""; nil if it was not run.
func (k Kept) Fresh(_ context.Context, s book.Submission) (nb *nbformat.Notebook, why string, err error) {
	_, kept, err := k.places(s)
	if err != nil {
		return nil, "", nil // whoever shows the hand-in itself says what is wrong with it
	}
	text, err := read(kept)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", nil
	}
	if err != nil {
		return nil, "", err
	}
	said, err := read(filepath.Join(filepath.Dir(kept), whyFile))
	if err != nil {
		return nil, "", err
	}
	nb, err = nbformat.Parse(text)
	return nb, string(said), err
}

// read reads a regular file that is not too large.
func read(path string) ([]byte, error) {
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(err, fs.ErrNotExist)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxKept+1))
	if err == nil && len(text) > maxKept {
		err = fmt.Errorf("what the notebook showed when it was run again is larger than %d MB", maxKept>>20)
	}
	return text, err
}

// places are the notebook of a hand-in, and where the executed one is kept.
func (k Kept) places(s book.Submission) (notebook, kept string, err error) {
	if !fs.ValidPath(s.File) || s.File == "." {
		return "", "", fmt.Errorf("the gradebook has no file of the hand-in %s", s.ID)
	}
	folder := filepath.Join(k.Submissions, filepath.FromSlash(s.File))
	entries, err := os.ReadDir(folder)
	if err != nil {
		return "", "", err
	}
	at := slices.IndexFunc(entries, func(e fs.DirEntry) bool { return e.Type().IsRegular() && filepath.Ext(e.Name()) == ".ipynb" })
	if at < 0 {
		return "", "", errors.New("there is no notebook in it")
	}
	name := entries[at].Name()
	return filepath.Join(folder, name), filepath.Join(folder, keptFolder, name), nil
}
