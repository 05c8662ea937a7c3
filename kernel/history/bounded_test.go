package history

import (
	"strings"
	"testing"
)

func TestBounded(t *testing.T) {
	b := bounded{maxCount: 3, maxBytes: 50}
	for i, source := range []string{"a", "b", "c", "d", strings.Repeat("x", 6)} {
		b.add(Entry{Line: i + 1, Source: source}, len(source))
	}
	equal(t, "by count, without the long one", b.last(9), Entry{0, 2, "b"}, Entry{0, 3, "c"}, Entry{0, 4, "d"})
	b.maxCount = 99
	for range 20 {
		b.add(Entry{Source: "12345"}, 5)
	}
	if len(b.list) != 10 || b.bytes != 50 || b.added != 24 {
		t.Errorf("%d inputs, %d bytes, %d added; want 10, 50, 24", len(b.list), b.bytes, b.added)
	}
}

// What memory drops before the file took it is lost, and nothing else is.
func TestDroppedBeforeWritten(t *testing.T) {
	h := &History{session: 1, own: bounded{maxCount: 3, maxBytes: 999}}
	f := file{path: store(t, ""), maxCount: 9, maxBytes: 999, lockLimit: patience}
	for i := range 6 {
		if h.Add(i+1, "x"); i < 4 { // a hanging file takes none of the first four
			continue
		}
		if err := h.flush(f); err != nil {
			t.Fatal(err)
		}
	}
	c, err := f.read()
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "file", c.inputs.last(9), Entry{1, 3, "x"}, Entry{1, 4, "x"}, Entry{1, 5, "x"}, Entry{1, 6, "x"})
}
