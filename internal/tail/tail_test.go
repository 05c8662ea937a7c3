package tail

import (
	"io"
	"slices"
	"strings"
	"testing"
)

func TestTheEndIsKept(t *testing.T) {
	kept := &Tail{Size: 10}
	var all strings.Builder
	for i, part := range []string{"", "abc", "defghij", "k", strings.Repeat("l", 25), "m"} {
		n, err := io.MultiWriter(&all, kept).Write([]byte(part))
		if err != nil || n != len(part) {
			t.Fatalf("part %d: wrote %d, %v", i, n, err)
		}
		if want := all.String()[max(0, all.Len()-10):]; kept.String() != want {
			t.Errorf("part %d: kept %q, want %q", i, kept, want)
		}
		if cap(kept.text) > 64 {
			t.Errorf("part %d: %d bytes for 10", i, cap(kept.text))
		}
	}
}

func TestLines(t *testing.T) {
	kept := &Tail{Size: 100}
	if got := kept.Lines(2); len(got) != 0 {
		t.Errorf("of nothing: %q", got)
	}
	_, _ = kept.Write([]byte("one\n  two \n\n\t\nthree"))
	for n, want := range [][]string{nil, {"three"}, {"two", "three"}, {"one", "two", "three"}, {"one", "two", "three"}} {
		if got := kept.Lines(n); !slices.Equal(got, want) {
			t.Errorf("%d lines: got %q, want %q", n, got, want)
		}
	}
}
