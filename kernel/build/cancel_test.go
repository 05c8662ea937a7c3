package build

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A tool that hangs, with a child that does too, stands for a slow build.
const hanging = "#!/bin/sh\nsleep 100 &\necho $$ $! > %[1]s.part\nmv %[1]s.part %[1]s\nwait\n"

func TestCancelEndsToolsAndTheirChildren(t *testing.T) {
	for _, what := range []string{"go", "compile", "link"} {
		b, _ := module(t)
		settle(t, b)
		run(t, b, greeter)
		pids := filepath.Join(t.TempDir(), "pids")
		tool := filepath.Join(t.TempDir(), "tool")
		if err := os.WriteFile(tool, fmt.Appendf(nil, hanging, pids), 0o700); err != nil {
			t.Fatal(err)
		}
		chain := *b.chain
		source := greeter + "// edited"
		switch what {
		case "go":
			b.Go, source = tool, "//go:debug http2client=1\n"+greeter
		case "compile":
			b.chain.compile = tool
		case "link":
			b.chain.link = tool
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { _, err := b.Build(ctx, []byte(source), "cell"); ended <- err }()
		running := await(t, pids)
		cancel()
		start := time.Now()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v", what, err)
		}
		if took := time.Since(start); took > time.Second {
			t.Errorf("%s: ended %v after it was cancelled", what, took)
		}
		for _, pid := range running {
			gone(t, what, pid)
		}
		b.Go, b.chain = "", &chain
		if _, got := run(t, b, source); got != "hello 7\n" {
			t.Errorf("%s: afterwards got %q", what, got)
		}
		if left, _ := filepath.Glob(filepath.Join(b.Work, "build-*")); len(left) > 0 {
			t.Errorf("%s: left %v", what, left)
		}
	}
}

// await returns the process ids that the hanging tool wrote.
func await(t *testing.T, path string) (pids []int) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if text, err := os.ReadFile(path); err == nil {
			pids = make([]int, 2)
			if _, err := fmt.Sscan(string(text), &pids[0], &pids[1]); err != nil {
				t.Fatal(err)
			}
			return pids
		}
	}
	t.Fatal("the tool was not started")
	return nil
}

// gone waits until a process has ended, be it as one that nobody waits for.
func gone(t *testing.T, what string, pid int) {
	t.Helper()
	for deadline := time.Now().Add(time.Second); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if strings.Contains(string(stat), ") Z ") || err != nil && errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
			return
		}
	}
	t.Errorf("%s: process %d is still there", what, pid)
}
