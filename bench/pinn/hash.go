package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/gensci/gensci/bench/codehash"
)

// codeHash is that of all that our trainings use beside the problems; it takes a second.
var codeHash = sync.OnceValues(func() (string, error) {
	return codehash.Of("", []string{"github.com/gensci/gensci/gen/pinn"})
})

var root = sync.OnceValues(func() (string, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return "", fmt.Errorf("find the module (run this inside a checkout): %w", err)
	}
	return strings.TrimSpace(string(out)), nil
})

// hashOf is a hash of settings, of a problem's files and of the library. A problem that is added to the zoo makes no other stale.
func hashOf(settings string, problem []string, more ...string) (string, error) {
	code, err := codeHash()
	if err != nil {
		return "", err
	}
	dir, err := root()
	if err != nil {
		return "", err
	}
	text := []string{settings, code}
	for _, name := range problem {
		more = append(more, filepath.Join("gen", "pinn", "exact", name))
	}
	slices.Sort(more)
	for _, name := range more {
		source, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return "", fmt.Errorf("read the sources: %w", err)
		}
		text = append(text, name, statements(string(source)))
	}
	sum := sha256.Sum256([]byte(strings.Join(text, "\n")))
	return hex.EncodeToString(sum[:])[:16], nil
}

// statements is a source without lines that are comments.
func statements(source string) string {
	var kept []string
	for line := range strings.Lines(source) {
		if !strings.HasPrefix(strings.TrimSpace(line), "//") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

func (a accuracy) hash() (string, error) {
	p := a.posed()
	settings := fmt.Sprintf("%s %T %+v %s", a.what(), a.of, a.of, counts(p))
	for _, k := range p.Conditions {
		settings += fmt.Sprintf(" %g %+v", k.Weight, k.Causal)
	}
	return hashOf(settings, a.files)
}

func (c contest) hash() (string, error) {
	settings := fmt.Sprintf("%T %+v %s %s %s", c.problem, c.problem, c.what(), worker, strings.Join(peers.Requirements, " "))
	var more []string
	for _, name := range []string{"contest.go", "files.go", "judge.go", "ours.go", "trace.go"} {
		more = append(more, filepath.Join("bench", "pinn", name))
	}
	return hashOf(settings, c.files, more...)
}
