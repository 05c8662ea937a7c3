package keep

import (
	"os"
	"testing"
)

// BenchmarkSmall is what five small variables cost a cell that changes one of them.
func BenchmarkSmall(b *testing.B) {
	folder, err := os.MkdirTemp("/dev/shm", "keep")
	if err != nil {
		b.Skip("no memory-backed folder /dev/shm")
	}
	b.Cleanup(func() { _ = os.RemoveAll(folder) })
	var (
		n    = 1
		f    = 2.5
		s    = "text"
		list = []float64{1, 2, 3}
		m    = map[string]int{"a": 1, "b": 2}
		set  = true
	)
	vars := []Var{
		{Name: "n", Type: "int", Ptr: &n, Set: &set},
		{Name: "f", Type: "float64", Ptr: &f, Set: &set},
		{Name: "s", Type: "string", Ptr: &s, Set: &set},
		{Name: "list", Type: "[]float64", Ptr: &list, Set: &set},
		{Name: "m", Type: "map[string]int", Ptr: &m, Set: &set},
	}
	first := &run{program: Program{Vars: vars}, folder: folder, goroutines: 1 << 20}
	if err := first.restore(); err != nil {
		b.Fatal(err)
	}
	cell := func(r *run) {
		if err := r.save(Done); err != nil {
			b.Fatal(err)
		}
		if _, err := Commit(folder); err != nil {
			b.Fatal(err)
		}
		if err := Collect(folder); err != nil {
			b.Fatal(err)
		}
	}
	cell(first)
	for i := range vars {
		vars[i].Kept, vars[i].Set = true, nil
	}
	for b.Loop() {
		r := &run{program: Program{Vars: vars}, folder: folder, goroutines: 1 << 20}
		if err := r.restore(); err != nil {
			b.Fatal(err)
		}
		n++
		err := r.save(Done)
		b.StopTimer()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := Commit(folder); err != nil {
			b.Fatal(err)
		}
		if err := Collect(folder); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}
