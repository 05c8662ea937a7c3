package archtest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Shown by `go test -v -run Sizes ./internal/archtest`; a report cannot fail.
func TestSizes(t *testing.T) {
	s, err := measure(root)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("functions: %d, median %d lines, 9 of 10 under %d", len(s.Functions), quantile(s.Functions, .5), quantile(s.Functions, .9)+1)
	t.Logf("files: %d, median %d lines, 9 of 10 under %d", len(s.Files), quantile(s.Files, .5), quantile(s.Files, .9)+1)
	for file, lines := range s.Long {
		t.Logf("think again: %s has %d lines", file, lines)
	}
}

func TestMeasure(t *testing.T) {
	dir := t.TempDir()
	text := "package x\n\nfunc a() {}\n\nfunc b() {\n\ta()\n}\n" + strings.Repeat("\n", 400)
	if err := os.WriteFile(filepath.Join(dir, "x.go"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	s, err := measure(dir)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(s.Functions, []int{1, 3}) || !slices.Equal(s.Files, []int{407}) || len(s.Long) != 1 {
		t.Errorf("got %+v, want functions of 1 and 3 lines in one long file of 407", s)
	}
}

func TestQuantile(t *testing.T) {
	if quantile(nil, .5) != 0 || quantile([]int{1, 2, 9}, .5) != 2 || quantile([]int{1, 2, 9}, 1) != 9 {
		t.Error("the median of 1 2 9 is 2, its maximum 9, and of nothing both are 0")
	}
}
