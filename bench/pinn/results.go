package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gensci/gensci/bench/keep"
)

// raced is a row of the table "side by side" as measured.
type raced struct {
	Row     string
	Hash    string
	Threads int
	Load    float64 // of the machine before: threads that wanted to run
	Machine string
	Rounds  []map[string]training // by side
	Failed  map[string]string     // sides without numbers, and why
}

// results are all that were kept.
type results struct {
	Machine  string
	Accuracy []solved
	Races    []raced
	Inverse  []estimated

	Certificates []certified `json:",omitempty"`
}

func file(dir string) keep.File { return keep.File{Dir: dir, Name: "pinn"} }

func load(dir string) (*results, error) {
	rs := &results{}
	return rs, file(dir).Load(rs)
}

// hasSolved says whether a seed was trained with this code.
func (rs *results) hasSolved(row string, seed uint64, hash string) bool {
	return slices.ContainsFunc(rs.Accuracy, func(k solved) bool { return k.Row == row && k.Seed == seed && k.Hash == hash })
}

// hasRaced says whether a row was measured with this code.
func (rs *results) hasRaced(row, hash string) bool {
	return slices.ContainsFunc(rs.Races, func(k raced) bool { return k.Row == row && k.Hash == hash })
}

// of are the seeds of a row, in order.
func (rs *results) of(row string) (all []solved) {
	for _, k := range rs.Accuracy {
		if k.Row == row {
			all = append(all, k)
		}
	}
	slices.SortFunc(all, func(a, b solved) int { return int(a.Seed) - int(b.Seed) })
	return all
}

// update changes the results as they are now, which another run of this command may have written meanwhile.
func update(dir, machine string, change func(rs *results)) error {
	rs, err := load(dir)
	if err != nil {
		return err
	}
	rs.Machine = machine
	change(rs)
	return file(dir).Save(rs, rs.page())
}

func (rs *results) putSolved(r solved) {
	rs.Accuracy = keep.Put(rs.Accuracy, r, func(a, b solved) bool { return a.Row == b.Row && a.Seed == b.Seed })
}

func (rs *results) putEstimated(r estimated) {
	rs.Inverse = keep.Put(rs.Inverse, r, func(a, b estimated) bool { return a.Row == b.Row && a.Repeat == b.Repeat })
}

// hasEstimated says whether a repeat was made with this code.
func (rs *results) hasEstimated(row string, repeat uint64, hash string) bool {
	return slices.ContainsFunc(rs.Inverse, func(k estimated) bool { return k.Row == row && k.Repeat == repeat && k.Hash == hash })
}

// repeats are those of a row.
func (rs *results) repeats(row string) (all []estimated) {
	for _, k := range rs.Inverse {
		if k.Row == row {
			all = append(all, k)
		}
	}
	return all
}

func (rs *results) putRaced(r raced) {
	rs.Races = keep.Put(rs.Races, r, func(a, b raced) bool { return a.Row == b.Row })
}

func (rs *results) putCertified(c certified) {
	rs.Certificates = keep.Put(rs.Certificates, c, func(a, b certified) bool { return a.Row == b.Row })
}

// find is a row's race, nil if there is none.
func (rs *results) find(c contest) *raced {
	if i := slices.IndexFunc(rs.Races, func(k raced) bool { return k.Row == c.String() }); i >= 0 {
		return &rs.Races[i]
	}
	return nil
}

// agree says whether the sides began with the same loss and error.
func agree(side string, t, us training, tolerance float64) error {
	for _, k := range []struct {
		what      string
		got, want float64
	}{{"loss", t.First, us.First}, {"error", t.Trace[0].Error, us.Trace[0].Error}} {
		if d := k.got - k.want; !(d <= tolerance*k.want && -d <= tolerance*k.want) {
			return fmt.Errorf("%s begins with another %s: %.8g, ours is %.8g: it solves another problem", side, k.what, k.got, k.want)
		}
	}
	return nil
}

// firstLine of an error, for a table.
func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return strings.ReplaceAll(line, "|", "/")
}
