//go:build unix

package grader

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The seed decides hidden inputs: no command line has it, and the student's box has it nowhere.
func TestWhereTheSeedIs(t *testing.T) {
	w := &Workshop{options: Options{Seed: []byte("secret")}}
	seed := w.Seed("test_a")
	checker, student := w.checkerBox("test_a"), w.studentBox("/somewhere/program", "test_a")
	if strings.Contains(strings.Join(checker.Command, " "), seed) || !slices.Contains(checker.Env, "GENSCI_SEED="+seed) {
		t.Errorf("the checker: %q in %q", checker.Command, checker.Env)
	}
	if strings.Contains(strings.Join(append(student.Command, student.Env...), " "), seed) || len(student.ReadOnly) != 1 || len(student.Writable) != 0 || student.Sockets {
		t.Errorf("the student's box has more than the program: %+v", student)
	}
	if seed == w.Seed("test_b") || len(seed) != 64 {
		t.Errorf("the seed is %q", seed)
	}
}

// Whoever can write where compilers and checkers are kept decides on points.
func TestTheCacheIsOnesOwn(t *testing.T) {
	for name, c := range map[string]struct {
		mode os.FileMode
		ok   bool
	}{
		"one's own":      {0o700, true},
		"all may read":   {0o755, true},
		"all may write":  {0o777, false},
		"as /tmp is":     {0o777 | os.ModeSticky, false},
		"others, oddly":  {0o702, false},
		"not there yet":  {0, true},
		"a group's, too": {0o775, true}, // a group is what its members make of it
	} {
		cache := filepath.Join(t.TempDir(), "cache")
		if c.mode != 0 {
			if err := os.Mkdir(cache, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(cache, c.mode); err != nil {
				t.Fatal(err)
			}
		}
		if err := private(cache); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	cache := t.TempDir()
	if os.Geteuid() != 0 || os.Chown(cache, 64242, 64242) != nil {
		t.Skip("only root can give folders away")
	}
	if private(cache) == nil {
		t.Error("somebody else's folder is used")
	}
}
