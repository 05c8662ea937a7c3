package keep_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gensci/gensci/kernel/keep"
)

// TestPrograms runs real programs, one for each cell, in which functions, types and data lie at other addresses.
func TestPrograms(t *testing.T) {
	if testing.Short() {
		t.Skip("builds programs")
	}
	folder, bin := t.TempDir(), t.TempDir()
	run := func(name string) (output string, status int) {
		t.Helper()
		path := filepath.Join(bin, name)
		if out, err := exec.Command("go", "build", "-o", path, "./testdata/cells/"+name).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		cmd := exec.Command(path)
		cmd.Env = append(os.Environ(), keep.StateVar+"="+folder)
		out, _ := cmd.CombinedOutput()
		return strings.TrimSpace(string(out)), cmd.ProcessState.ExitCode()
	}
	commit := func() *keep.Manifest {
		t.Helper()
		m, err := keep.Commit(folder)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	defer dead(t, filepath.Join(bin, "define"))
	if out, status := run("define"); status != 0 || out != "" {
		t.Fatalf("status %d: %s", status, out)
	}
	if m := commit(); len(m.Notes) > 0 || len(m.Variables) != 11 {
		t.Fatalf("%+v", m)
	}
	for range 2 {
		if out, status := run("change"); status != 0 || !strings.HasSuffix(out, "checked") || strings.Contains(out, "wrong") {
			t.Fatalf("status %d: %s", status, out)
		}
		if os.Remove(filepath.Join(folder, "proposal")) != nil {
			t.Fatal("no proposal")
		}
	}
	run("change")
	if m := commit(); len(m.Notes) != 1 || m.Notes[0] != "a goroutine of the cell was still running when its values were saved; it has ended with the cell" {
		t.Errorf("%q", m.Notes)
	}
	out, status := run("redefine")
	sentence := "pair was made with an older definition of its type *Pair[string, []float64]; run cell 1 again"
	if status != keep.ExitRefused || out != "" { // the kernel tells
		t.Errorf("status %d: %s", status, out)
	}
	m := commit()
	if m.Outcome != keep.Refused || len(m.Notes) != 1 || m.Notes[0] != sentence || m.Variable("pair") != nil || m.Variable("shapes") == nil {
		t.Errorf("%+v", m)
	}
	if l := m.Loss("anon"); l == nil || l.Why != "anon shares memory with pair, and "+sentence {
		t.Errorf("%+v", l)
	}
}

// dead checks that the linker still leaves out methods that nobody calls. One use of reflect's Method would make it keep all of all types, and
// cells slower to link.
func dead(t *testing.T, program string) {
	t.Helper()
	out, err := exec.Command("go", "tool", "nm", program).Output()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(out), "time.Time.Round") || strings.Contains(string(out), "time.Time.YearDay") {
		t.Error("methods that are not used are linked")
	}
}
