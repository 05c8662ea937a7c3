package box

import (
	"context"
	"os"
	"time"
)

// lookEvery is how often a running box is looked at: what a command uses beyond a limit is at most what it uses in that time.
const lookEvery = 10 * time.Millisecond

// cancelled is the reason of a box whose context has ended.
const cancelled Why = "cancelled"

// watch ends a box that exceeds its limits.
type watch struct {
	process *process
	limits  Limits
	group   *group
	survey  *survey // of a box that no cgroup counts

	ended chan struct{}
	why   chan Why
}

func newWatch(p *process, limits Limits, g *group) *watch {
	return &watch{process: p, limits: limits, group: g, survey: newSurvey(p.inner, limits.TmpSize), ended: make(chan struct{}), why: make(chan Why, 1)}
}

// run looks at the box until it ends.
func (w *watch) run(ctx context.Context) {
	wall := time.NewTimer(w.limits.Wall)
	defer wall.Stop()
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for {
		var why Why
		select {
		case <-w.ended:
			w.why <- ""
			return
		case <-ctx.Done():
			why = cancelled
		case <-wall.C:
			why = OverWall
		case <-w.process.over:
			why = OverOutput
		case <-look.C:
			why = w.look()
		}
		if why != "" {
			_ = w.process.cmd.Process.Kill()
			w.why <- why
			return
		}
	}
}

// look tells which limit is exceeded.
func (w *watch) look() Why {
	if !w.group.counts("memory") || !w.group.counts("cpu") {
		w.survey.look()
	}
	if cpu, memory := w.usage(); cpu >= w.limits.CPU {
		return OverCPU
	} else if w.group.outOfMemory() || memory > w.limits.Memory && !w.group.counts("memory") {
		return OverMemory
	}
	return ""
}

// usage is what the box has used so far.
func (w *watch) usage() (cpu time.Duration, memory int64) {
	cpu, memory = w.survey.cpu(), w.survey.peak
	if w.group.counts("cpu") {
		cpu = w.group.cpu()
	}
	if w.group.counts("memory") {
		memory = w.group.peak()
	}
	return cpu, memory
}

// stop is called once the box has ended, and returns why we have ended it, if we have.
func (w *watch) stop() Why {
	close(w.ended)
	return <-w.why
}

// used is what the box has used in all. Where no cgroup counts, bubblewrap's own time, some milliseconds, is in it.
func (w *watch) used(ended *os.ProcessState) (cpu time.Duration, memory int64) {
	cpu, memory = w.usage()
	if !w.group.counts("cpu") {
		cpu = max(cpu, ended.UserTime()+ended.SystemTime())
	}
	return cpu, memory
}
