// Package keep holds the results of a benchmark in two files: JSON that the command reads again, and the page for people.
package keep

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gensci/gensci/internal/replace"
)

// File is the pair Dir/Name.json and Dir/Name.md.
type File struct{ Dir, Name string }

// Load reads what was kept into a pointer; where nothing was kept it changes nothing.
func (f File) Load(into any) error {
	path := filepath.Join(f.Dir, f.Name+".json")
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = json.Unmarshal(raw, into)
	}
	if err != nil {
		return fmt.Errorf("results in %s cannot be read; remove the file to begin anew: %w", path, err)
	}
	return nil
}

// Save writes the results and the page; each file is replaced in one step.
func (f File) Save(results any, page string) error {
	raw, err := json.MarshalIndent(results, "", " ")
	if err == nil {
		err = os.MkdirAll(f.Dir, 0o777)
	}
	if err == nil {
		err = replace.File(filepath.Join(f.Dir, f.Name+".json"), append(raw, '\n'))
	}
	if err == nil {
		err = replace.File(filepath.Join(f.Dir, f.Name+".md"), []byte(page))
	}
	if err != nil {
		return fmt.Errorf("keep the results: %w", err)
	}
	return nil
}

// Put replaces the first entry that is the same as one, or adds it at the end.
func Put[T any](all []T, one T, same func(a, b T) bool) []T {
	for i, k := range all {
		if same(k, one) {
			all[i] = one
			return all
		}
	}
	return append(all, one)
}
