package child

import (
	"context"
	"errors"
	"io/fs"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestHowAProcessEnded(t *testing.T) {
	cmd := program("fail")
	var said strings.Builder
	cmd.Stderr = &said
	var exit *exec.ExitError
	if err := Run(t.Context(), cmd); !errors.As(err, &exit) || exit.ExitCode() != 3 || said.String() != "no luck" {
		t.Errorf("got %v, %q", err, &said)
	}
	if err := Run(t.Context(), exec.Command("/no/program")); !errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(err.Error(), "starting /no/program: ") {
		t.Errorf("no program: got %v", err)
	}
}

func TestTheEndOfTheContextKills(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cmd := program("wait")
	cmd.Stdout = writer(func([]byte) { cancel() })
	if err := Run(ctx, cmd); !errors.Is(err, context.Canceled) || cmd.ProcessState.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Errorf("got %v, %v", err, cmd.ProcessState)
	}
	if err := Run(ctx, program("wait")); !errors.Is(err, context.Canceled) {
		t.Errorf("after it: got %v", err)
	}
}

type writer func([]byte)

func (w writer) Write(b []byte) (int, error) { w(b); return len(b), nil }

func TestStop(t *testing.T) {
	for role, want := range map[string]syscall.Signal{"wait": syscall.SIGTERM, "stubborn": syscall.SIGKILL} {
		p, pid := first(t, program(role))
		p.Stop(map[string]time.Duration{"wait": time.Hour, "stubborn": 10 * time.Millisecond}[role])
		if got := p.cmd.ProcessState.Sys().(syscall.WaitStatus).Signal(); got != want || !p.Ended() || !gone(pid) {
			t.Errorf("%s: ended by %v, want %v", role, got, want)
		}
		p.Signal(syscall.SIGKILL) // of one that has ended: nothing
	}
}

func TestTheGroupEndsWithItsLeader(t *testing.T) {
	p, pid := first(t, program("parent"))
	if err := p.Wait(); err != nil {
		t.Error(err)
	}
	await(t, "the child to end", func() bool { return gone(pid) })
}

// What holds a pipe open after the end is not waited for; the output is whole all the same.
func TestAStragglerHoldsNothingUp(t *testing.T) {
	watch := NewWatch()
	defer watch.Kill()
	cmd := program("daemon")
	var said strings.Builder
	cmd.Stdout = &said
	if err := Run(t.Context(), cmd); err != nil || !strings.HasSuffix(said.String(), "\n") {
		t.Errorf("got %v, %q", err, &said)
	}
}

func TestProcessesEndWithUs(t *testing.T) {
	linux(t)
	p, pid := first(t, program("starter"))
	syscall.Kill(p.Pid(), syscall.SIGKILL) // not its group, which is another one anyway
	<-p.Done()
	await(t, "its child to end", func() bool { return gone(pid) })
}
