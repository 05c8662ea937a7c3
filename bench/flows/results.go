package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/gensci/gensci/gen/metric"
	"github.com/gensci/gensci/internal/replace"
)

// result is one training.
type result struct {
	Family, Set, Side string
	Seed              uint64
	Hash              string // of the code it depends on
	Params            int
	Seconds           float64 // of the training, first call included
	Evaluations       float64 // of the field in one training step, continuous flows only
	Excess, Integral  metric.Estimate
	Failed            string // why there are no numbers
}

func (r result) of(w row) bool {
	return r.Family == w.family.name && r.Set == w.set.name && r.Side == w.side
}

// results are all that were kept.
type results struct{ All []result }

func load(dir string) (*results, error) {
	path := filepath.Join(dir, "flows.json")
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

// find says whether the training was made with this code.
func (rs *results) find(r row, seed uint64, hash string) bool {
	return slices.ContainsFunc(rs.All, func(k result) bool { return k.of(r) && k.Seed == seed && k.Hash == hash })
}

// put replaces the result of the same training.
func (rs *results) put(r row, res result) {
	rs.All = slices.DeleteFunc(rs.All, func(k result) bool { return k.of(r) && k.Seed == res.Seed })
	rs.All = append(rs.All, res)
	slices.SortStableFunc(rs.All, func(a, b result) int {
		return cmp.Or(cmp.Compare(a.Family, b.Family), cmp.Compare(a.Set, b.Set), cmp.Compare(a.Side, b.Side), cmp.Compare(a.Seed, b.Seed))
	})
}

// keep puts a result into the file as it is now, which another run of this command may have written meanwhile.
func keep(dir string, r row, res result) error {
	rs, err := load(dir)
	if err != nil {
		return err
	}
	rs.put(r, res)
	return rs.save(dir)
}

// save writes the results, and the tables that people read.
func (rs *results) save(dir string) error {
	raw, err := json.MarshalIndent(rs, "", " ")
	if err != nil {
		return fmt.Errorf("keep the results: %w", err)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fmt.Errorf("keep the results: %w", err)
	}
	for name, content := range map[string][]byte{"flows.json": append(raw, '\n'), "flows.md": []byte(rs.tables())} {
		if err := replace.File(filepath.Join(dir, name), content); err != nil {
			return fmt.Errorf("keep the results: %w", err)
		}
	}
	return nil
}
