package image

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

var floats []float64

type bnode struct {
	v    int
	next *bnode
}

var (
	blist *bnode
	bmap  map[string]int
)

type rec struct {
	name, kind string
	a, b       float64
}

var recs []rec

func writeFile(b *testing.B, ptr any) string {
	w := NewWorld()
	c := w.Walk([]Root{{"v", ptr}}, nil).Components()[0]
	e, err := c.Encode()
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join("/dev/shm", "keepbench")
	f, _ := os.Create(path)
	if err := e.Write(f); err != nil {
		b.Fatal(err)
	}
	f.Close()
	b.Cleanup(func() { os.Remove(path) })
	return path
}

func BenchmarkAll(b *testing.B) {
	floats = make([]float64, 12_500_000)
	for i := range floats {
		floats[i] = float64(i)
	}
	for range 100_000 {
		blist = &bnode{1, blist}
	}
	bmap = map[string]int{}
	for i := range 100_000 {
		bmap[fmt.Sprint("key", i)] = i
	}
	recs = make([]rec, 1_000_000)
	for i := range recs {
		recs[i] = rec{fmt.Sprint("name", i), "kind", 1, 2}
	}
	for name, ptr := range map[string]any{"floats": &floats, "list": &blist, "map": &bmap, "recs": &recs} {
		b.Run(name+"/encode", func(b *testing.B) {
			for b.Loop() {
				w := NewWorld()
				c := w.Walk([]Root{{"v", ptr}}, nil).Components()[0]
				if _, err := c.Encode(); err != nil {
					b.Fatal(err)
				}
			}
		})
		path := writeFile(b, ptr)
		open := func() (*Loaded, []byte) {
			m, err := Open(path)
			if err != nil {
				b.Fatal(err)
			}
			l, err := NewWorld().Load(m, []Root{{"v", ptr}})
			if err != nil {
				b.Fatal(err)
			}
			return l, m.All
		}
		b.Run(name+"/load", func(b *testing.B) {
			for b.Loop() {
				_, m := open()
				b.StopTimer()
				syscall.Munmap(m)
				b.StartTimer()
			}
		})
		b.Run(name+"/read+same", func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				l, m := open()
				var sum float64
				for _, f := range floats {
					sum += f
				}
				b.StartTimer()
				if !l.Same() {
					b.Fatal("changed")
				}
				b.StopTimer()
				syscall.Munmap(m)
				b.StartTimer()
			}
		})
		b.Run(name+"/same", func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				l, m := open()
				b.StartTimer()
				if !l.Same() {
					b.Fatal("changed")
				}
				b.StopTimer()
				syscall.Munmap(m)
				b.StartTimer()
			}
		})
	}
}
