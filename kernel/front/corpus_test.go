package front

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"
)

var update = flag.Bool("update", false, "write what the kernel says into testdata/corpus")

// TestCorpus has a client hold the conversations of testdata/corpus with a kernel, as README.md there describes, without Jupyter and Python. The kernel
// must say what is written there; with -update what it says is written there.
func TestCorpus(t *testing.T) {
	files, err := filepath.Glob("testdata/corpus/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("there is no corpus", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) { converse(t, file) })
	}
}

// converse holds one conversation.
func converse(t *testing.T, file string) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if testing.Short() && strings.Contains(string(text), "%%\n") {
		t.Skip("builds cells")
	}
	t.Parallel() // most of the time the compiler and cells are waited for
	steps := parse(t, string(text))
	c := &conversation{talk: listen(t), numbers: map[string]int{}, open: map[int]*open{}}
	var all strings.Builder
	for _, s := range steps {
		all.WriteString(s.text)
		for _, line := range c.hold(s) {
			all.WriteString(line + "\n")
		}
	}
	if c.shut {
		c.awaitEnd()
	} else {
		c.nothingMore()
	}
	switch got := all.String(); {
	case got == string(text):
	case *update:
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("the kernel says something else; go test ./kernel/front -run TestCorpus -update writes it\n%s", diff.Diff(file, text, "got", []byte(got)))
	}
}
