package box

import (
	"fmt"
	"syscall"
	"time"
)

// Report says how a command has ended and what it has used.
type Report struct {
	Why    Why
	Status int            // the exit status, if Why is Exited
	Signal syscall.Signal // the signal, if Why is Signalled. A program that exits with 128+n looks the same
	CPU    time.Duration  // computing time of all its processes
	Wall   time.Duration  // time on the clock, without that of building the box
	Memory int64          // bytes at the highest, of all its processes

	Stdout, Stderr Output
}

// Why is the reason why a command has ended.
type Why string

// A command ends by itself (Exited, Signalled), or is ended for one of the limits.
const (
	Exited     Why = "exited"
	Signalled  Why = "signalled"
	OverCPU    Why = "cpu"
	OverWall   Why = "wall"
	OverMemory Why = "memory"
	OverOutput Why = "output"
)

// OK tells whether the command has ended by itself and with status 0.
func (r Report) OK() bool { return r.Why == Exited && r.Status == 0 }

// String is how the command has ended, in a few words.
func (r Report) String() string {
	switch r.Why {
	case Exited:
		return fmt.Sprintf("exited with status %d", r.Status)
	case Signalled:
		return fmt.Sprintf("ended by a signal (%v)", r.Signal)
	case OverCPU:
		return fmt.Sprintf("computed too long (%.1f s)", r.CPU.Seconds())
	case OverWall:
		return fmt.Sprintf("took too long (%.1f s)", r.Wall.Seconds())
	case OverMemory:
		return "used too much memory"
	case OverOutput:
		return "wrote too much"
	}
	return "not run"
}

// ended fills in how a process ended by itself.
func (r *Report) ended(status syscall.WaitStatus) {
	if status.Signaled() {
		r.Why, r.Signal = Signalled, status.Signal()
		return
	}
	r.Why, r.Status = Exited, status.ExitStatus()
}
