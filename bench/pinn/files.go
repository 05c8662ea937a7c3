package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"gonum.org/v1/gonum/mat"
)

// task is what a peer reads in the file task.json; arrays are files of float64 beside it.
type task struct {
	Problem        string
	Vars, Fields   []string
	Lo, Hi         []float64
	Hidden         []int
	DType          string    // "float32" or "float64"
	Weights        []float64 // of the equations in the loss
	Conditions     []values
	Adam, LBFGS    int
	Rate           float64
	Memory, Every  int
	Threads        int
	Points, Tested int // rows of the files points and test, truth
}

// values is a condition on values: the file data-k has its points, then the values there.
type values struct {
	Field, N int
	Weight   float64
}

// unpack writes what the peers read.
func (q *posed) unpack(folder string, first []layer, threads int) error {
	t := task{
		Problem: q.name, Vars: q.vars, Fields: q.fields, Lo: q.lo, Hi: q.hi, Hidden: q.hidden, DType: strings.ToLower(q.dtype.String()),
		Adam: q.adam, LBFGS: q.lbfgs, Rate: q.rate, Memory: q.memory, Every: q.every, Threads: threads,
		Points: q.sets[q.of[0]].RawMatrix().Rows, Tested: len(q.truth),
	}
	files := map[string][]float64{"points": q.sets[q.of[0]].RawMatrix().Data, "test": q.test.RawMatrix().Data}
	for i, on := range q.of {
		if !q.data[i] {
			t.Weights = append(t.Weights, q.weight(i))
			continue
		}
		x := q.sets[on]
		files[fmt.Sprintf("data-%d", len(t.Conditions))] = append(append([]float64{}, x.RawMatrix().Data...), q.known(x, q.field(i))...)
		t.Conditions = append(t.Conditions, values{q.field(i), x.RawMatrix().Rows, q.weight(i)})
	}
	for _, u := range q.truth {
		files["truth"] = append(files["truth"], u...)
	}
	for _, l := range first {
		files["weights"] = append(files["weights"], l.x...)
	}
	for name, x := range files {
		if err := os.WriteFile(filepath.Join(folder, name), raw(x), 0o600); err != nil {
			return err
		}
	}
	text, err := json.Marshal(t)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "task.json"), text, 0o600)
}

// known is a field of the solution at points.
func (q *posed) known(x *mat.Dense, field int) (all []float64) {
	for i := range x.RawMatrix().Rows {
		all = append(all, q.problem.At(x.RawRowView(i))[field])
	}
	return all
}

// raw is little-endian.
func raw(x []float64) []byte {
	out := make([]byte, 0, 8*len(x))
	for _, v := range x {
		out = binary.LittleEndian.AppendUint64(out, math.Float64bits(v))
	}
	return out
}
