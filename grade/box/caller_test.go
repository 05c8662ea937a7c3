package box

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"
)

// playOn runs boxes until this process, a caller that is to be killed, is.
func playOn(role string) {
	for {
		if _, err := playing(role).Run(context.Background()); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
}

// caller starts this test binary as a caller of boxes in a role.
func caller(t *testing.T, role string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command("/proc/self/exe")
	cmd.Env = append(os.Environ(), "GENSCI_BOX_CALLER="+role, "GENSCI_BOX_PROGRAM="+program, "GENSCI_BOX_MARK="+mark)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

// Of a caller that is killed nothing is left, whatever it was doing: its boxes end at once, and the next caller removes their cgroups.
func TestKilledCaller(t *testing.T) {
	sandbox(t)
	roles := []string{"hello", "sleep", "daemon", "lasting"}
	moments := 40
	if testing.Short() {
		moments = 12
	}
	for i := range moments {
		role := roles[i%len(roles)]
		cmd := caller(t, role)
		eventually(t, "a box of the caller's", func() bool { return len(processes()) > 0 })
		<-time.After(time.Duration(i*i%17) * time.Millisecond / 2) // some moment in a box's life of about ten milliseconds
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		if cmd.ProcessState.Exited() {
			t.Fatalf("%s: the caller has ended by itself: %v", role, cmd.ProcessState)
		}
		eventually(t, role+" has ended with its caller", func() bool { return len(processes()) == 0 })
		eventually(t, "cgroups are removed", func() bool {
			for _, parent := range ourParents() {
				sweep(parent.path)
			}
			return len(groupsOf(cmd.Process.Pid)) == 0
		})
		nothingLeft(t)
	}
	if got := lines(t, playing("hello", "again")); got[0] != "hello again" {
		t.Error(got)
	}
}

// A cgroup that is somebody's is not swept.
func TestSweepSpares(t *testing.T) {
	parents := ourParents()
	g := newGroup(Limits{}.withDefaults())
	for _, parent := range parents {
		sweep(parent.path)
	}
	if left := groupsOf(os.Getpid()); len(left) != len(parents) {
		t.Errorf("of %d groups in use there are %v", len(parents), left)
	}
	g.remove()
	if left := groupsOf(os.Getpid()); len(left) > 0 {
		t.Errorf("not removed: %v", left)
	}
}

// Many boxes at once have users of their own, and each its own report.
func TestAtOnce(t *testing.T) {
	sandbox(t)
	const boxes = 8
	reports, errs := make([]Report, boxes), make(chan error, boxes)
	for i := range boxes {
		go func() {
			var err error
			reports[i], err = playing("hello", fmt.Sprint(i)).Run(t.Context())
			errs <- err
		}()
	}
	for range boxes {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	for i, r := range reports {
		if got := r.Stdout.String(); got != fmt.Sprintf("hello %d\n", i) || !r.OK() {
			t.Errorf("%d: %v %q", i, r, got)
		}
	}
	nothingLeft(t)
}

// A box can be given up at any moment, also while it is built.
func TestCancelled(t *testing.T) {
	sandbox(t)
	for i := range 30 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*300*time.Microsecond)
		_, err := playing("sleep").Run(ctx)
		cancel()
		if !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ErrSandbox) {
			t.Errorf("error %v, want that the deadline was exceeded", err)
		}
		nothingLeft(t)
	}
}
