package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gensci/gensci/internal/nbformat"
)

// meet is a cell that writes a file and waits for another, of a notebook that runs at the same time. It gives up after two minutes.
const meet = `%%%%
os.WriteFile(%q, []byte(os.Getenv("TMPDIR")), 0o600)
for i := 0; ; i++ {
	if _, err := os.Stat(%q); err == nil {
		break
	}
	if i == 12_000 {
		panic("nobody came")
	}
	time.Sleep(10 * time.Millisecond)
}`

// TestCompiledCellsRunTogether: two notebooks can only come to their ends if both run, in folders of their own.
func TestCompiledCellsRunTogether(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles cells, which takes a while")
	}
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("go is not on PATH")
	}
	dir := t.TempDir()
	gensci := filepath.Join(dir, "gensci") // a program of its own: kernels are other processes of it
	if out, err := exec.Command("go", "build", "-o", gensci, ".").CombinedOutput(); err != nil {
		t.Fatalf("building gensci: %v\n%s", err, out)
	}
	one, two := filepath.Join(dir, "one"), filepath.Join(dir, "two")
	args := []string{"run", "--jobs", "2", "-o", filepath.Join(dir, "out"), "--junit", filepath.Join(dir, "report.xml")}
	for path, cell := range map[string]string{one: fmt.Sprintf(meet, one, two), two: fmt.Sprintf(meet, two, one)} {
		n := &nbformat.Notebook{Cells: []nbformat.Cell{{Type: nbformat.Code, Source: cell}}}
		n.MintIDs()
		if err := n.Write(path + ".ipynb"); err != nil {
			t.Fatal(err)
		}
		args = append(args, path+".ipynb")
	}
	checkout, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GENSCI_CHECKOUT", checkout)
	t.Setenv("GOMLX_BACKEND", "go") // they compute nothing
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(gensci, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err = cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	if n := strings.Count(stderr.String(), " done ("); n != 2 || strings.Count(stdout.String(), "\n") != 2 {
		t.Errorf("it says\n%s\n%s", stderr.String(), stdout.String())
	}
	first, err := os.ReadFile(one)
	if err != nil {
		t.Fatal(err)
	}
	if second, err := os.ReadFile(two); err != nil || len(first) == 0 || bytes.Equal(first, second) {
		t.Errorf("they share a folder: %s, %s, %v", first, second, err)
	}
}
