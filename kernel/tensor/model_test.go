package tensor

import (
	"math"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/kernel/keep"
)

func trained(t *testing.T) *fit.Model {
	t.Helper()
	m, err := fit.Density(flow.RealNVP{Couplings: 2, Hidden: []int{8}}, fit.Stream(data.Moons{Noise: 0.05}, 64), fit.Options{Steps: 30})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func bits(t *testing.T, m *fit.Model, x *mat.Dense) (list []uint64) {
	t.Helper()
	lp, err := m.LogProb(x)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lp {
		list = append(list, math.Float64bits(l))
	}
	return list
}

// A trained model that was saved to a file is the same model after a restart: another server, another program, the same bits.
func TestTrainedModelInAFile(t *testing.T) {
	serve(t)
	path := filepath.Join(t.TempDir(), "moons")
	x := mat.NewDense(5, 2, []float64{0, 0, 1, 0.5, -1, 0.25, 3, 3, 0.1, -0.4})
	m := trained(t)
	want := bits(t, m, x)
	drawn, err := m.Sample(rand.New(rand.NewPCG(1, 2)), 7)
	if err != nil {
		t.Fatal(err)
	}
	if err := keep.SaveFile(path, m); err != nil {
		t.Fatal(err)
	}
	serve(t)
	var back *fit.Model
	if err := keep.LoadFile(path, &back, reflect.TypeFor[flow.RealNVP]()); err != nil {
		t.Fatal(err)
	}
	if got := bits(t, back, x); !reflect.DeepEqual(got, want) {
		t.Errorf("got %x, want %x", got, want)
	}
	if again, err := back.Sample(rand.New(rand.NewPCG(1, 2)), 7); err != nil || !mat.Equal(again, drawn) {
		t.Errorf("samples differ: %v", err)
	}
	if !reflect.DeepEqual(back.History, m.History) || !reflect.DeepEqual(back.Spec, m.Spec) {
		t.Errorf("%+v, want %+v", back.Spec, m.Spec)
	}
}

// A model that was loaded from a folder asks for its weights when it is used first. If that is in a later cell, they are still there.
func TestLoadedModelStaysBeforeItsFirstUse(t *testing.T) {
	server := serve(t)
	x := mat.NewDense(2, 2, []float64{0, 0, 1, 0.5})
	m := trained(t)
	want := bits(t, m, x)
	dir := filepath.Join(t.TempDir(), "m")
	if err := m.Save(dir); err != nil {
		t.Fatal(err)
	}
	m, err := fit.Load[flow.RealNVP](dir)
	if err != nil {
		t.Fatal(err)
	}
	data, _, err := saveStore(m.Store, nil)
	if err != nil {
		t.Fatal(err)
	}
	next(t, server)
	again, err := fit.Load[flow.RealNVP](dir) // for what is not in the store
	if err != nil {
		t.Fatal(err)
	}
	if again.Store, err = loadStore(data); err != nil {
		t.Fatal(err)
	}
	if got := bits(t, again, x); !reflect.DeepEqual(got, want) {
		t.Errorf("got %x, want %x", got, want)
	}
}
