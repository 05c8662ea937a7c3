package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/gensci/gensci/internal/replace"
)

// result is a row as measured.
type result struct {
	Row     string
	Hash    string // of the code it depends on
	Timings []timing
}

// results are all that were kept.
type results struct {
	Machine string
	All     []result
}

func load(dir string) (*results, error) {
	path := filepath.Join(dir, "odes.json")
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &results{}, nil
	}
	rs := &results{}
	if err == nil {
		err = json.Unmarshal(raw, rs)
	}
	if err != nil {
		return nil, fmt.Errorf("results in %s cannot be read; remove the file to begin anew: %w", path, err)
	}
	return rs, nil
}

// of is a row's result, nil if there is none.
func (rs *results) of(r row) *result {
	if i := slices.IndexFunc(rs.All, func(k result) bool { return k.Row == r.String() }); i >= 0 {
		return &rs.All[i]
	}
	return nil
}

// put replaces a row's result. Rows stay in the order of allRows; what is none of them goes.
func (rs *results) put(res result) {
	var all []result
	for _, r := range allRows() {
		if res.Row == r.String() {
			all = append(all, res)
		} else if k := rs.of(r); k != nil {
			all = append(all, *k)
		}
	}
	rs.All = all
}

// save writes the results, and the tables that people read.
func (rs *results) save(dir string) error {
	raw, err := json.MarshalIndent(rs, "", " ")
	if err != nil {
		return fmt.Errorf("keep the results: %w", err)
	}
	if err = os.MkdirAll(dir, 0o777); err != nil {
		return fmt.Errorf("keep the results: %w", err)
	}
	for name, content := range map[string][]byte{"odes.json": append(raw, '\n'), "odes.md": []byte(rs.tables())} {
		if err = replace.File(filepath.Join(dir, name), content); err != nil {
			return fmt.Errorf("keep the results: %w", err)
		}
	}
	return nil
}
