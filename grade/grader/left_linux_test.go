package grader

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// sandboxed skips where there is no bubblewrap; where it is there and does not work, opening a workshop fails.
func sandboxed(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("bwrap"); err != nil {
		t.Skip("bubblewrap is missing: apt-get install bubblewrap")
	}
}

// adopt makes this process the parent of whatever its children leave, so that it is found.
func adopt(t *testing.T) {
	t.Helper()
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0) })
}

// nothingRuns checks that this process has no children: all that it waits for has been waited for, and all that was left is its own.
func nothingRuns(t *testing.T) {
	t.Helper()
	tasks, _ := filepath.Glob("/proc/self/task/*/children")
	for _, task := range tasks {
		text, _ := os.ReadFile(task)
		for _, child := range strings.Fields(string(text)) {
			line, _ := os.ReadFile("/proc/" + child + "/cmdline")
			state, _ := os.ReadFile("/proc/" + child + "/stat")
			t.Errorf("process %s is left: %q %s", child, line, state)
			if pid, err := strconv.Atoi(child); err == nil {
				_, _ = unix.Wait4(pid, nil, unix.WNOHANG, nil)
			}
		}
	}
}
