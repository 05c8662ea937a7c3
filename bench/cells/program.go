package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/gensci/gensci/kernel/cell"
)

// Settings of go build for cells as the kernel builds them, and for cells with XLA in them. The linker's flags are the same.
var (
	cellSettings = []string{"CGO_ENABLED=0", "GOFLAGS=-tags=noxla,cells -gcflags=all=-dwarf=false"}
	xlaSettings  = []string{"CGO_ENABLED=1", "GOFLAGS="}
)

// sourceOf is the program that the kernel makes of a cell, after the cells before it.
func sourceOf(cells ...string) (string, error) {
	var memory cell.Memory
	source := ""
	for i, c := range cells {
		p, err := memory.Prepare(context.Background(), c, i+1)
		if err != nil {
			return "", err
		}
		p.Commit()
		source = p.Source
	}
	return source, nil
}

// goBuild builds a program with go build in a folder of the checkout.
func (l *lab) goBuild(ctx context.Context, source string, settings []string) (path string, err error) {
	file := filepath.Join(l.programs, "main.go")
	if err = os.WriteFile(file, []byte(source), 0o600); err != nil {
		return "", err
	}
	path = filepath.Join(l.programs, "main")
	cmd := exec.CommandContext(ctx, "go", "build", "-ldflags=-s -w", "-o", path, file)
	cmd.Dir, cmd.Env = l.programs, environment(settings...)
	if said, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w: %s", err, said)
	}
	return path, nil
}

// start runs a program to its end and returns how long it took, from began, until it had printed a line that begins with word.
func start(ctx context.Context, path, word string, began time.Time) (first time.Duration, err error) {
	cmd := exec.CommandContext(ctx, path)
	cmd.Dir = filepath.Dir(path)
	cmd.Env = environment("GLIBC_TUNABLES=glibc.malloc.hugetlb=1") // as the session server has it
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err = cmd.Start(); err != nil {
		return 0, err
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if first == 0 && strings.HasPrefix(lines.Text(), word) {
			first = time.Since(began)
		}
	}
	_, _ = io.Copy(io.Discard, out) // after a line that is too long
	if err = cmd.Wait(); err != nil {
		return 0, fmt.Errorf("the program of a cell: %w: %s", err, &stderr)
	}
	if first == 0 {
		return 0, fmt.Errorf("the program of a cell printed no line %q", word)
	}
	return first, nil
}
