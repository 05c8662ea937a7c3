package box

import (
	"bytes"
	"os"
	"testing"

	"pgregory.net/rapid"
)

// Whatever the pieces are in which something is written, its beginning and its end are kept.
func TestCapture(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keep := rapid.IntRange(1, 40).Draw(t, "keep")
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		over := make(chan error, 1)
		c := newCapture(Box{Keep: keep, Limits: Limits{Output: 100}}, r, over)
		go c.read()
		var all []byte
		for range rapid.IntRange(0, 20).Draw(t, "pieces") {
			piece := rapid.SliceOfN(rapid.Byte(), 0, 30).Draw(t, "piece")
			all = append(all, piece...)
			if _, err := w.Write(piece); err != nil {
				t.Fatal(err)
			}
		}
		_ = w.Close()
		<-c.done
		_ = r.Close()
		half := max(keep/2, 1)
		head := all[:min(half, len(all))]
		rest := all[len(head):]
		tail := rest[max(0, len(rest)-half):]
		if !bytes.Equal(c.out.Head, head) || !bytes.Equal(c.out.Tail, tail) || c.out.Total != int64(len(all)) {
			t.Fatalf("of %q %q and %q are kept, %d in all", all, c.out.Head, c.out.Tail, c.out.Total)
		}
		if flooded := len(over) == 1; flooded != (len(all) > 100) {
			t.Fatalf("%d bytes are a flood: %v", len(all), flooded)
		}
	})
}

func TestOutputString(t *testing.T) {
	for want, o := range map[string]Output{
		"":                          {},
		"abc":                       {Head: []byte("a"), Tail: []byte("bc"), Total: 3},
		"a\n[7 bytes left out]\nbc": {Head: []byte("a"), Tail: []byte("bc"), Total: 10},
	} {
		if got := o.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
