package child

import (
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

func linux(t *testing.T) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("only Linux can")
	}
}

// left runs a program to its end and returns the number of the process that it leaves behind.
func left(t *testing.T, role string) int {
	t.Helper()
	p, pid := first(t, program(role))
	<-p.Done()
	return pid
}

func TestAWatchFindsWhatHasLeft(t *testing.T) {
	linux(t)
	t.Cleanup(KillAll)
	earlier := left(t, "daemon")
	watch := NewWatch()
	daemon, server := left(t, "daemon"), left(t, "server")
	watch.Kill()
	for what, c := range map[string]struct {
		pid  int
		want bool
	}{"a daemon": {daemon, true}, "a lasting process": {server, false}, "an earlier daemon": {earlier, false}} {
		if gone(c.pid) != c.want {
			t.Errorf("%s is gone: %v, want %v", what, gone(c.pid), c.want)
		}
	}
}

func TestProcessesThatForkOnAreCaught(t *testing.T) {
	linux(t)
	watch := NewWatch()
	for range 5 {
		left(t, "forks")
	}
	watch.Kill()
	for end := time.Now().Add(50 * time.Millisecond); time.Now().Before(end); time.Sleep(time.Millisecond) { // fifty generations
		if n := len(NewWatch()); n > 0 {
			t.Fatalf("%d are left", n)
		}
	}
}

// Adopted processes that end by themselves are collected, and those that Start has started are not.
func TestAdoptedProcessesAreCollected(t *testing.T) {
	linux(t)
	for range 20 {
		pid := left(t, "parent") // killed with its group
		await(t, "it to be collected", func() bool { return stat(pid)[0] == "" })
	}
}

func TestKillAll(t *testing.T) {
	linux(t)
	cmd := program("killer")
	var said strings.Builder
	cmd.Stderr = &said
	if err := Run(t.Context(), cmd); err != nil || said.String() != "before 3\nafter 0\n" {
		t.Errorf("got %v, %q", err, &said)
	}
}

// Both ways to list children agree.
func TestChildrenAreSearched(t *testing.T) {
	linux(t)
	_, pid := first(t, program("wait"))
	for name, list := range map[string][]int{"listed": children(), "searched": searched(os.Getpid())} {
		if len(list) != 1 || list[0] != pid {
			t.Errorf("%s: got %v, want %d", name, list, pid)
		}
	}
}
