package image

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func TestTimes(t *testing.T) {
	if os.Getenv("TIMES") == "" {
		t.Skip()
	}
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
	for _, v := range []struct {
		name string
		ptr  any
	}{{"floats", &floats}, {"list", &blist}, {"map", &bmap}, {"recs", &recs}} {
		var walk, enc, write, load, same []time.Duration
		for range 15 {
			a := time.Now()
			w := NewWorld()
			c := w.Walk([]Root{{"v", v.ptr}}, nil).Components()[0]
			b := time.Now()
			e, _ := c.Encode()
			cc := time.Now()
			path := filepath.Join("/dev/shm", "keepbench")
			f, _ := os.Create(path)
			e.Write(f)
			f.Close()
			d := time.Now()
			m, _ := Open(path)
			l, err := NewWorld().Load(m, []Root{{"v", v.ptr}})
			if err != nil {
				t.Fatal(err)
			}
			g := time.Now()
			if !l.Same() {
				t.Fatal("changed")
			}
			h := time.Now()
			walk, enc, write, load, same = append(walk, b.Sub(a)), append(enc, cc.Sub(b)), append(write, d.Sub(cc)), append(load, g.Sub(d)), append(same, h.Sub(g))
			os.Remove(path)
		}
		show := func(d []time.Duration) string {
			slices.Sort(d)
			return fmt.Sprintf("%.2f(%.2f)", d[len(d)/2].Seconds()*1e3, d[0].Seconds()*1e3)
		}
		fmt.Println(v.name, "walk", show(walk), "encode", show(enc), "write", show(write), "load", show(load), "same", show(same), "ms median(min)")
	}
}
