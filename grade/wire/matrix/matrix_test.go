package matrix

import (
	"io"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/grade/wire"
)

// caller returns a Caller of a Server with a function.
func caller(t *testing.T, f any) *wire.Caller {
	t.Helper()
	callsOut, callsIn := io.Pipe()
	answersOut, answersIn := io.Pipe()
	s := wire.NewServer(callsOut, answersIn)
	s.Serve("f", f)
	done := make(chan error, 1)
	go func() { done <- s.Run(); answersIn.Close() }()
	t.Cleanup(func() {
		callsIn.Close()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return wire.NewCaller(answersOut, callsIn)
}

type all struct {
	A, None *mat.Dense
	V       *mat.VecDense
	S       *mat.SymDense
	Empty   *mat.Dense
}

func TestMatricesArriveAsTheyLeft(t *testing.T) {
	var same func(all) all
	caller(t, func(x all) all { return x }).Stub("f", &same)
	wide := mat.NewDense(3, 4, []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, math.Inf(1)})
	view := wide.Slice(1, 3, 1, 4).(*mat.Dense)
	got := same(all{A: view, V: mat.NewVecDense(2, []float64{5, 7}), S: mat.NewSymDense(2, []float64{1, 2, 2, 3}), Empty: &mat.Dense{}})
	if !mat.Equal(got.A, view) || got.None != nil || !mat.Equal(got.V, mat.NewVecDense(2, []float64{5, 7})) || got.S.At(1, 0) != 2 || !got.Empty.IsEmpty() {
		t.Errorf("got %v", got)
	}
}

func TestChangesAreCopiedBack(t *testing.T) {
	var double func(a *mat.Dense, v *mat.VecDense, s *mat.SymDense)
	caller(t, func(a *mat.Dense, v *mat.VecDense, s *mat.SymDense) {
		a.Scale(2, a)
		v.ScaleVec(2, v)
		s.ScaleSym(2, s)
	}).Stub("f", &double)
	a, v, s := mat.NewDense(1, 2, []float64{1, 2}), mat.NewVecDense(1, []float64{3}), mat.NewSymDense(1, []float64{4})
	double(a, v, s)
	if a.At(0, 1) != 4 || v.AtVec(0) != 6 || s.At(0, 0) != 8 {
		t.Error(a, v, s)
	}
}

func TestHostileTables(t *testing.T) {
	for name, x := range map[string]table{
		"negative":       {Rows: -1, Cols: -1, Data: []float64{1}},
		"overflow":       {Rows: 1 << 62, Cols: 4},
		"product is 0":   {Rows: 1 << 32, Cols: 1 << 32},
		"too few":        {Rows: 2, Cols: 2, Data: []float64{1, 2, 3}},
		"too many":       {Rows: 1, Cols: 1, Data: []float64{1, 2}},
		"no columns":     {Rows: 3},
		"nil with shape": {Nil: true, Rows: 1, Cols: 1, Data: []float64{1}},
	} {
		if m, err := x.dense(); err == nil {
			t.Errorf("%s: got %v", name, m)
		}
	}
	if v, err := (table{Rows: 1, Cols: 2, Data: []float64{1, 2}}).vector(); err == nil {
		t.Errorf("a row is the vector %v", v)
	}
	if s, err := (table{Rows: 1, Cols: 2, Data: []float64{1, 2}}).symmetric(); err == nil {
		t.Errorf("a row is the symmetric matrix %v", s)
	}
}
