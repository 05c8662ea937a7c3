package box

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// program is the path of the built testdata/hostile. Tests that run again as another user find it by the variable.
var program = os.Getenv("GENSCI_BOX_PROGRAM")

// mark is an argument of each program that we start, by which those that are left are found.
var mark = cmp.Or(os.Getenv("GENSCI_BOX_MARK"), "gensci-box-test-"+strconv.Itoa(os.Getpid()))

func TestMain(m *testing.M) {
	flag.Parse()
	if role := os.Getenv("GENSCI_BOX_CALLER"); role != "" {
		playOn(role)
	}
	os.Exit(runAll(m))
}

func runAll(m *testing.M) int {
	if program == "" {
		folder, err := os.MkdirTemp("", "gensci-box-test-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer func() { _ = os.RemoveAll(folder) }()
		program = filepath.Join(folder, "hostile")
		build := exec.Command("go", "build", "-o", program, "./testdata/hostile")
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := build.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "testdata/hostile is not built: %v\n%s", err, out)
			return 1
		}
	}
	return m.Run()
}

// sandbox skips tests where there can be no sandbox for want of bubblewrap; where it is there and does not work, they fail.
func sandbox(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("bwrap"); err != nil {
		t.Skip("bubblewrap is missing: apt-get install bubblewrap")
	}
}

// playing is a box with our program in a role.
func playing(role string, args ...string) Box {
	return Box{
		Command:  append([]string{"/box/hostile", mark, role}, args...),
		ReadOnly: []Mount{{program, "/box/hostile"}},
		Limits:   Limits{CPU: 5 * time.Second, Wall: 20 * time.Second, Memory: 256 << 20},
	}
}

// run runs a box, and checks that nothing is left of it.
func run(t *testing.T, b Box) Report {
	t.Helper()
	sandbox(t)
	report, err := b.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%v: %v; cpu %v, wall %v, memory %d KB", b.Command[2:], report, report.CPU, report.Wall, report.Memory>>10)
	nothingLeft(t)
	return report
}

// lines runs a box that must end by itself, and returns what it has said.
func lines(t *testing.T, b Box) []string {
	t.Helper()
	report := run(t, b)
	if !report.OK() {
		t.Fatalf("%v %v: %v\n%s", b.Command[2:], report, report.Stdout, report.Stderr)
	}
	return strings.Split(strings.TrimSpace(report.Stdout.String()), "\n")
}

// nothingLeft checks that no process, cgroup or mount of ours is left. Tests of this package do not run at once.
func nothingLeft(t *testing.T) {
	t.Helper()
	if left := processes(); len(left) > 0 {
		t.Errorf("processes are left: %v", left)
	}
	if left := groupsOf(os.Getpid()); len(left) > 0 {
		t.Errorf("cgroups are left: %v", left)
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil || strings.Contains(string(mounts), "hostile") {
		t.Errorf("mounts are left (%v):\n%s", err, mounts)
	}
}

// groupsOf are the cgroups that a process has made.
func groupsOf(pid int) (left []string) {
	for _, parent := range ourParents() {
		found, _ := filepath.Glob(filepath.Join(parent.path, groupPrefix+strconv.Itoa(pid)+"-*"))
		left = append(left, found...)
	}
	return left
}

// processes are those with our mark, bubblewrap's among them.
func processes() (left []string) {
	names, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, name := range names {
		if text, _ := os.ReadFile(name); strings.Contains(string(text), mark+"\x00") {
			left = append(left, strings.ReplaceAll(name+" "+string(text), "\x00", " "))
		}
	}
	return left
}

// eventually waits for a condition.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !holds(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

// The same tests as a user without rights.
func TestAsAnotherUser(t *testing.T) {
	sandbox(t)
	if os.Getuid() != 0 {
		t.Skip("only root can be another user")
	}
	setpriv, err := exec.LookPath("setpriv")
	if err != nil {
		t.Skip("setpriv is missing: apt-get install util-linux")
	}
	const user = 64242
	folder := forEverybody(t)
	us, hostile, home := filepath.Join(folder, "box.test"), filepath.Join(folder, "hostile"), filepath.Join(folder, "home")
	duplicate(t, "/proc/self/exe", us)
	duplicate(t, program, hostile)
	if failure := errors.Join(os.Mkdir(home, 0o755), os.Chown(home, user, user)); failure != nil {
		t.Fatal(failure)
	}
	args := []string{"--reuid", strconv.Itoa(user), "--regid", strconv.Itoa(user), "--clear-groups", us, "-test.v", "-test.skip=TestAsAnotherUser"}
	if testing.Short() {
		args = append(args, "-test.short")
	}
	cmd := exec.CommandContext(t.Context(), setpriv, args...)
	cmd.Env = append(os.Environ(), "GENSCI_BOX_PROGRAM="+hostile, "HOME="+home, "TMPDIR="+home)
	out, err := cmd.CombinedOutput()
	if err != nil || strings.Contains(string(out), "--- SKIP") || !strings.Contains(string(out), "--- PASS: TestAppetites") {
		t.Errorf("as another user: %v; want no failure and no skip\n| %s", err, strings.ReplaceAll(string(out), "\n", "\n| ")) // readers of our output must not take it for ours
	}
}

// forEverybody is a folder into which all users may look, unlike t.TempDir.
func forEverybody(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "gensci-box-user-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	return folder
}

func duplicate(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err = errors.Join(err, os.WriteFile(to, text, 0o755)); err != nil {
		t.Fatal(err)
	}
}

// background runs a box beside the test; result is called after cancel.
func background(t *testing.T, b Box) (stop func() (Report, error)) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	type result struct {
		report Report
		err    error
	}
	done := make(chan result, 1)
	go func() {
		report, err := b.Run(ctx)
		done <- result{report, err}
	}()
	return func() (Report, error) {
		cancel()
		r := <-done
		return r.report, r.err
	}
}
