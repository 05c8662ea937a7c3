package fit

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/model/checkpoint"
)

// A checkpoint is a folder in GoMLX's format with one file beside it in the same folder, stateFile. It is written
// under another name and then put in place, so whatever is killed in the middle leaves the old one.
const stateFile = "fit.json"

// state is what a run needs beside its variables to go on with the same bits.
type state struct {
	Seed      uint64
	Start, At int
	Weights   []string // names and shapes, to know another model
	SinceBest int
	History   History
}

// save writes a checkpoint of the run.
func (r *run) save() error {
	h := r.h
	h.Stopped, h.Elapsed = Running, h.Elapsed+time.Since(r.began)
	st, err := json.Marshal(state{Seed: r.step.o.Seed, Start: r.step.start, At: r.at, SinceBest: r.sinceBest, Weights: r.shapes(), History: h})
	if err != nil {
		return fmt.Errorf("fit: save the history: %w", err)
	}
	return writeFolder(r.step.o.Checkpoint, r.step.store, nil, map[string][]byte{stateFile: st})
}

// resume loads the checkpoint if there is one.
func (r *run) resume() error {
	dir := r.step.o.Checkpoint
	if dir == "" {
		return nil
	}
	raw, err := readFolder(dir, r.step.store, stateFile)
	if errors.Is(err, fs.ErrNotExist) {
		return replaceable(dir, map[string][]byte{stateFile: nil}) // now, not at the first save
	}
	var st state
	if err == nil {
		err = json.Unmarshal(raw, &st)
	}
	if err != nil {
		return fmt.Errorf("fit: checkpoint %s cannot be read; name another folder or remove it: %w", dir, err)
	}
	if st.Seed != r.step.o.Seed {
		return fmt.Errorf("fit: checkpoint %s was made with seed %d, this run has %d: use that seed or another folder", dir, st.Seed, r.step.o.Seed)
	}
	r.saved = st.Weights
	r.step.start, r.at, r.sinceBest, r.h = st.Start, st.At, st.SinceBest, st.History
	return nil
}

// shapes are the names and shapes of the weights, sorted.
func (r *run) shapes() (s []string) {
	for _, v := range r.weights() {
		s = append(s, v.Path()+" "+v.Shape().String())
	}
	slices.Sort(s)
	return s
}

// sameModel errors when the checkpoint is that of a model with other weights: those that it lacks would be random.
func (r *run) sameModel() error {
	if r.saved == nil || slices.Equal(r.saved, r.shapes()) {
		return nil
	}
	return fmt.Errorf("fit: checkpoint %s is that of another model, with %d weights where this one has %d or with other shapes: name another folder or go back to its settings",
		r.step.o.Checkpoint, len(r.saved), len(r.shapes()))
}

// writeFolder saves the variables of a store, without those in skip, and files beside them.
func writeFolder(dir string, store *model.Store, skip []*model.Variable, files map[string][]byte) error {
	if err := replaceable(dir, files); err != nil {
		return err
	}
	dir = filepath.Clean(dir)
	if err := os.MkdirAll(filepath.Dir(dir), 0o777); err != nil {
		return fmt.Errorf("fit: save to %s: %w", dir, err)
	}
	next := dir + ".new"
	if err := os.RemoveAll(next); err != nil {
		return fmt.Errorf("fit: save to %s: %w", dir, err)
	}
	err := func() error {
		loader := store.Loader()
		defer store.SetLoader(loader)
		h, err := checkpoint.Build(store).Dir(next).Keep(-1).Done()
		if err != nil {
			return err
		}
		h.ExcludeVarsFromSaving(skip...)
		if err := h.Save(); err != nil {
			return err
		}
		for name, content := range files {
			if err := os.WriteFile(filepath.Join(next, name), content, 0o666); err != nil {
				return err
			}
		}
		return syncFolder(next)
	}()
	if err == nil {
		err = swap(next, dir)
	}
	if err != nil {
		_ = os.RemoveAll(next) // the error below is the one to report
		return fmt.Errorf("fit: save to %s: %w", dir, err)
	}
	return nil
}

// syncFolder makes sure that a folder's files are on the disk before they replace older ones.
func syncFolder(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		f, err := os.Open(filepath.Join(dir, e.Name()))
		if err != nil {
			return err
		}
		err = errors.Join(f.Sync(), f.Close())
		if err != nil {
			return err
		}
	}
	return nil
}

// swap puts next in the place of dir. A folder cannot replace another one in a single step everywhere, so between
// the two renames the old one is at dir.old, where readFolder looks too.
func swap(next, dir string) error {
	old := dir + ".old"
	if _, err := os.Stat(dir); err == nil {
		if err := os.RemoveAll(old); err != nil {
			return err
		}
		if err := os.Rename(dir, old); err != nil {
			return err
		}
	}
	if err := os.Rename(next, dir); err != nil {
		return err
	}
	return os.RemoveAll(old)
}

// readFolder makes the variables of a saved folder available to a store, which takes each one when a model asks for
// it, and returns one of the files beside them.
func readFolder(dir string, store *model.Store, name string) ([]byte, error) {
	dir = filepath.Clean(dir)
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		dir += ".old" // killed between the two renames of swap
	}
	content, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return nil, err
	}
	if _, err := checkpoint.Load(store).Dir(dir).Done(); err != nil {
		return nil, err
	}
	return content, nil
}
