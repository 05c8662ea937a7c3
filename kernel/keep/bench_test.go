package keep

import (
	"os"
	"strconv"
	"testing"
)

// memoryFolder returns a folder in memory, as the kernel uses, if this machine has one.
func memoryFolder(b *testing.B) string {
	b.Helper()
	folder, err := os.MkdirTemp("/dev/shm", "keep")
	if err != nil {
		return b.TempDir()
	}
	b.Cleanup(func() { _ = os.RemoveAll(folder) })
	return folder
}

// benchmarkState measures what the variables cost a cell that changes nothing, and one that changes something: restoring, looking for changes,
// and saving.
func benchmarkState(b *testing.B, change func(), vars ...Var) {
	b.Helper()
	folder, set := memoryFolder(b), true
	cell := func(do func()) {
		r := &run{program: Program{Vars: vars}, folder: folder, goroutines: 1 << 20}
		if err := r.restore(); err != nil {
			b.Fatal(err)
		}
		do()
		if err := r.save(Done); err != nil {
			b.Fatal(err)
		}
	}
	commit := func() {
		if _, err := Commit(folder); err != nil {
			b.Fatal(err)
		}
		if err := Collect(folder); err != nil {
			b.Fatal(err)
		}
	}
	for i := range vars {
		vars[i].Set = &set
	}
	cell(func() {})
	commit()
	for i := range vars {
		vars[i].Kept, vars[i].Set = true, nil
	}
	for name, do := range map[string]func(){"unchanged": func() {}, "changed": change} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				cell(do)
				b.StopTimer()
				commit()
				b.StartTimer()
			}
		})
	}
}

func BenchmarkSmall(b *testing.B) {
	n, f, s, list, m := 1, 2.5, "text", []float64{1, 2, 3}, map[string]int{"a": 1, "b": 2}
	benchmarkState(b, func() { n++ }, Var{Name: "n", Ptr: &n}, Var{Name: "f", Ptr: &f}, Var{Name: "s", Ptr: &s}, Var{Name: "list", Ptr: &list},
		Var{Name: "m", Ptr: &m})
}

// 100 MB.
func BenchmarkFloats(b *testing.B) {
	v := make([]float64, 12_500_000)
	for i := range v {
		v[i] = float64(i)
	}
	benchmarkState(b, func() {
		for i := range v {
			v[i]++
		}
	}, Var{Name: "v", Ptr: &v})
}

type link struct {
	value int
	next  *link
}

func BenchmarkList(b *testing.B) {
	var l *link
	for i := range 100_000 {
		l = &link{i, l}
	}
	benchmarkState(b, func() { l.value++ }, Var{Name: "l", Ptr: &l})
}

func BenchmarkMap(b *testing.B) {
	m := map[string]int{}
	for i := range 100_000 {
		m["key"+strconv.Itoa(i)] = i
	}
	benchmarkState(b, func() { m["key7"]++ }, Var{Name: "m", Ptr: &m})
}

type record struct {
	name, kind string
	a, b       float64
}

func BenchmarkRecords(b *testing.B) {
	list := make([]record, 1_000_000)
	for i := range list {
		list[i] = record{"name" + strconv.Itoa(i), "kind", 1, float64(i)}
	}
	benchmarkState(b, func() { list[7].a++ }, Var{Name: "list", Ptr: &list})
}
