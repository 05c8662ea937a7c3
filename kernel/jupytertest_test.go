package kernel

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gensci/gensci/internal/dirs"
	"github.com/gensci/gensci/kernel/keeper"
)

const (
	jupyterPython = "GENSCI_JUPYTER_PYTHON" // a Python with what testdata/kerneltest/requirements.txt names
	suiteLimit    = 4 * time.Minute         // below go test's five; its tests have limits of their own
	suiteGrace    = 5 * time.Second         // in which kernels end
)

// suiteSkips are the tests that Jupyter's suite may skip, with the reason. One that is not skipped any more is an error too.
var suiteSkips = map[string]string{
	"test_pager": "it wants payloads in the reply, which the protocol has deprecated",
}

// TestJupyterKernelTest runs Jupyter's own suite for kernels against this kernel, as Jupyter starts it.
func TestJupyterKernelTest(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles cells, which takes a while")
	}
	python := suitePython(t)
	t.Setenv("TMPDIR", shortTemp(t))
	installForSuite(t)
	ctx, cancel := context.WithTimeout(t.Context(), suiteLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, python, "test_gensci.py")
	cmd.Dir = filepath.Join("testdata", "kerneltest")
	cmd.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1")
	var log bytes.Buffer
	cmd.Stderr = &log
	out := runGroup(t, cmd)
	verdicts, err := readVerdicts(bytes.NewReader(out), &log)
	for _, v := range verdicts.wrong(suiteSkips) {
		t.Error(v)
	}
	if err != nil {
		t.Error(err)
	} else if unused := verdicts.unused(suiteSkips); len(unused) > 0 {
		t.Errorf("not skipped any more, take them off the list: %v", unused)
	}
	if t.Failed() {
		t.Logf("what the kernel wrote:\n%s", log.String())
	}
}

// suitePython returns the Python to use; a test without one is skipped.
func suitePython(t *testing.T) string {
	t.Helper()
	const want = "a Python with the packages of kernel/testdata/kerneltest/requirements.txt"
	python := os.Getenv(jupyterPython)
	if python == "" {
		t.Skipf("%s does not name %s", jupyterPython, want)
	}
	if out, err := exec.Command(python, "-c", "import jupyter_client, jupyter_kernel_test").CombinedOutput(); err != nil {
		t.Skipf("%s=%s is not %s: %v\n%s", jupyterPython, python, want, err, out)
	}
	return python
}

// installForSuite builds the kernel and registers it in folders of its own. What setup has installed for the user is there by links; what
// kernels write, their history above all, is not the user's.
func installForSuite(t *testing.T) {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "gensci")
	if out, err := exec.Command("go", "build", "-o", binary, "../cmd/gensci").CombinedOutput(); err != nil {
		t.Fatalf("building the kernel: %v\n%s", err, out)
	}
	installed, err := dirs.Data()
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	data := filepath.Join(home, "gensci")
	if err = os.MkdirAll(data, 0o755); err != nil {
		t.Fatal(err)
	}
	entries, _ := os.ReadDir(installed) // nothing installed, nothing to link
	for _, e := range entries {
		if e.IsDir() {
			if err = os.Symlink(filepath.Join(installed, e.Name()), filepath.Join(data, e.Name())); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Setenv("XDG_DATA_HOME", home)
	for _, name := range []string{"JUPYTER_PATH", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR"} {
		t.Setenv(name, filepath.Join(home, "jupyter"))
	}
	if _, err = InstallSpec(binary, ".."); err != nil {
		t.Fatal(err)
	}
}

// runGroup runs a command and returns its output. At the end of its context its process group ends; kernels, which Jupyter gives groups
// of their own, see that their parent is gone, and are waited for.
func runGroup(t *testing.T, cmd *exec.Cmd) []byte {
	t.Helper()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = suiteGrace
	out, err := cmd.Output()
	if err != nil {
		t.Errorf("%s: %v", cmd, err)
	}
	await(t, "the kernels to end", func() bool {
		left, _ := filepath.Glob(filepath.Join(os.TempDir(), keeper.FolderPrefix+"*"))
		return len(left) == 0
	})
	return out
}

// verdict is a line of test_gensci.py: what happened to a test, or to one of its subtests.
type verdict struct{ Event, Test, Text string }

// name is the test's name without its class and the subtest.
func (v verdict) name() string {
	name, _, _ := strings.Cut(v.Test, " ")
	return name
}

func (v verdict) String() string { return fmt.Sprintf("%s: %s\n%s", v.Event, v.Test, v.Text) }

type verdicts []verdict

// readVerdicts reads what test_gensci.py has printed; other lines go to log. The error says that the suite did not come to its end.
func readVerdicts(r io.Reader, log io.Writer) (list verdicts, err error) {
	running := ""
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		text, ours := strings.CutPrefix(in.Text(), "unittest: ")
		if !ours {
			fmt.Fprintln(log, in.Text())
			continue
		}
		var v verdict
		if err = json.Unmarshal([]byte(text), &v); err != nil {
			return list, fmt.Errorf("reading the suite's verdicts: %w: %s", err, text)
		}
		switch v.Event {
		case "begin":
			running = v.Test
		case "end":
			if len(list) == 0 {
				return list, errors.New("the suite ran no test")
			}
			return list, nil
		default:
			list = append(list, v)
		}
	}
	return list, fmt.Errorf("the suite did not come to its end; the last test was %q", running)
}

// wrong returns failures, errors, and skips for which there is no reason.
func (list verdicts) wrong(skips map[string]string) (wrong []verdict) {
	for _, v := range list {
		if v.Event != "ok" && (v.Event != "skip" || skips[v.name()] == "") {
			wrong = append(wrong, v)
		}
	}
	return wrong
}

// unused returns the tests that may be skipped and were not.
func (list verdicts) unused(skips map[string]string) []string {
	unused := maps.Clone(skips)
	for _, v := range list {
		if v.Event == "skip" {
			delete(unused, v.name())
		}
	}
	return slices.Sorted(maps.Keys(unused))
}

func TestVerdicts(t *testing.T) {
	const good = `unittest: {"event": "begin", "test": "test_a (m.C.test_a)", "text": ""}
unittest: {"event": "ok", "test": "test_a (m.C.test_a)", "text": ""}
`
	const end = `unittest: {"event": "end", "test": "2", "text": ""}` + "\n"
	const skip = `unittest: {"event": "skip", "test": "test_b (m.C.test_b)", "text": "No b"}` + "\n"
	for _, c := range []struct {
		name, out string
		skips     map[string]string
		want      string
		ended     bool
	}{
		{"good", "gonb: a log\n" + good + end, nil, "", true},
		{"known skip", good + skip + end, map[string]string{"test_b": "why"}, "", true},
		{"unknown skip", good + skip + end, nil, "skip test_b (m.C.test_b)", true},
		{"not skipped", good + end, map[string]string{"test_b": "why"}, "[test_b]", true},
		{"failure", good + strings.ReplaceAll(skip, `"skip"`, `"failure"`) + end, map[string]string{}, "failure test_b (m.C.test_b)", true},
		{"a skip's name fails", good + skip + strings.ReplaceAll(skip, `"skip"`, `"error"`) + end, map[string]string{"test_b": "why"}, "error test_b (m.C.test_b)", true},
		{"nothing", end, nil, "", false},
		{"hangs", good, nil, "", false},
		{"damaged", good + "unittest: {\n" + end, nil, "", false},
	} {
		var log strings.Builder
		list, err := readVerdicts(strings.NewReader(c.out), &log)
		var wrong []string
		for _, v := range list.wrong(c.skips) {
			wrong = append(wrong, v.Event+" "+v.Test)
		}
		if unused := list.unused(c.skips); len(unused) > 0 {
			wrong = append(wrong, fmt.Sprint(unused))
		}
		if got := strings.Join(wrong, "|"); got != c.want || (err == nil) != c.ended {
			t.Errorf("%s: %q, %v; want %q, ended %v", c.name, got, err, c.want, c.ended)
		}
		if strings.Contains(log.String(), "unittest") || strings.Contains(c.out, "gonb") && log.String() != "gonb: a log\n" {
			t.Errorf("%s: log %q", c.name, log.String())
		}
	}
}
