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
	"strings"
)

// quantity is one number of a result beside the interval that it must lie in.
type quantity struct {
	Name  string
	Value float64
	Err   float64 // standard error, 0 for none
	Low   float64
	High  float64
}

func (q quantity) ok() bool { return q.Value >= q.Low && q.Value <= q.High }

func (q quantity) String() string {
	s := fmt.Sprintf("%s %.4g", q.Name, q.Value)
	if q.Err > 0 {
		s += fmt.Sprintf(" ± %.1g", q.Err)
	}
	if !q.ok() {
		s += " (MISSES THE BAR)"
	}
	return s
}

// result is what one seed of a row gave.
type result struct {
	Row      string
	Seed     uint64
	Hash     string // of the code it depends on
	Engine   string
	Seconds  float64
	Measures []quantity
}

func (r result) ok() bool {
	return len(r.Measures) > 0 && !slices.ContainsFunc(r.Measures, func(q quantity) bool { return !q.ok() })
}

func (r result) words() string {
	var all []string
	for _, q := range r.Measures {
		all = append(all, q.String())
	}
	return strings.Join(all, ", ")
}

// results are all that were kept.
type results struct{ All []result }

func load(path string) (*results, error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &results{}, nil
	}
	r := &results{}
	if err == nil {
		err = json.Unmarshal(raw, r)
	}
	if err != nil {
		return nil, fmt.Errorf("results in %s cannot be read; remove the file to begin anew: %w", path, err)
	}
	return r, nil
}

// find returns the result of a seed if it was made with this code.
func (rs *results) find(row string, seed uint64, hash string) (result, bool) {
	for _, r := range rs.All {
		if r.Row == row && r.Seed == seed && r.Hash == hash {
			return r, true
		}
	}
	return result{}, false
}

// put replaces the result of the same row and seed.
func (rs *results) put(res result) {
	rs.All = slices.DeleteFunc(rs.All, func(r result) bool { return r.Row == res.Row && r.Seed == res.Seed })
	rs.All = append(rs.All, res)
	slices.SortStableFunc(rs.All, func(a, b result) int { return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Seed, b.Seed)) })
}

// save writes the results, and the table that people read.
func (rs *results) save(dir string) error {
	raw, err := json.MarshalIndent(rs, "", "  ")
	if err != nil {
		return fmt.Errorf("keep the results: %w", err)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fmt.Errorf("keep the results: %w", err)
	}
	for name, content := range map[string][]byte{"reference.json": append(raw, '\n'), "reference.md": []byte(rs.table())} {
		next := filepath.Join(dir, name+".new")
		if err := os.WriteFile(next, content, 0o666); err != nil {
			return fmt.Errorf("keep the results: %w", err)
		}
		if err := os.Rename(next, filepath.Join(dir, name)); err != nil {
			return fmt.Errorf("keep the results: %w", err)
		}
	}
	return nil
}

// table is the Markdown page.
func (rs *results) table() string {
	var b strings.Builder
	b.WriteString("# Reference tests\n\nMade by `go run ./bench/reference`; do not edit. Each line is one training from its seed; seconds are with other work on\nthe machine, so they are an upper bound.\n\n| row | seed | engine | result | bar | seconds |\n|---|---|---|---|---|---|\n")
	for _, r := range rs.All {
		var values, bars []string
		for _, q := range r.Measures {
			values = append(values, q.String())
			bars = append(bars, fmt.Sprintf("%g … %g", q.Low, q.High))
		}
		fmt.Fprintf(&b, "| %s | %d | %s | %s | %s | %.0f |\n", r.Row, r.Seed, r.Engine, strings.Join(values, "<br>"), strings.Join(bars, "<br>"), r.Seconds)
	}
	return b.String()
}
