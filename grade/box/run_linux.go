package box

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// buildLimit is how long bubblewrap may take, which waits only where a mount does, of a network's file system say.
const buildLimit = 30 * time.Second

// boxed runs the command in bubblewrap.
func (b Box) boxed(ctx context.Context) (Report, error) {
	who, err := chooseIdentity()
	if err != nil {
		return Report{}, err
	}
	defer who.release()
	back, err := who.lend(b.Writable)
	if err != nil {
		return Report{}, err
	}
	defer back()
	group := newGroup(b.Limits) // nil where there are no cgroups for us
	defer group.remove()
	thread := newThread()
	defer thread.end()
	var p *process
	thread.do(func() {
		if err = who.stage(b.mounts()); err == nil {
			p, err = b.spawn(who)
		}
	})
	if err != nil {
		return Report{}, err
	}
	defer p.close()
	building, done := context.WithTimeout(ctx, buildLimit)
	stop := context.AfterFunc(building, func() { _ = p.cmd.Process.Kill() })
	err = p.confine(b.Limits, who, thread, group)
	stop()
	done()
	if err != nil {
		return Report{}, p.abandon(ctx, err)
	}
	return p.finish(ctx, b.Limits, group)
}

// process is bubblewrap with a command in it.
type process struct {
	cmd     *exec.Cmd
	gate    *os.File      // the command starts when a byte is written here
	status  *json.Decoder // what bubblewrap says of it
	program *os.File      // the seccomp program filter is written here
	filter  []byte
	open    []*os.File // is closed at the end
	outputs [2]*capture
	over    chan error
	inner   int // the command's process, as this machine numbers it
}

// spawn starts bubblewrap, which builds the box and waits at the gate.
func (b Box) spawn(who *identity) (p *process, err error) {
	p = &process{over: make(chan error, 1), filter: filter(b.Sockets)}
	var theirs []*os.File // are closed here once bubblewrap has them
	defer func() {
		closeAll(theirs)
		if err != nil {
			p.close()
		}
	}()
	pipe := func(weWrite bool) (our, their *os.File) {
		r, w, e := os.Pipe()
		err = errors.Join(err, e)
		if weWrite {
			our, their = w, r
		} else {
			our, their = r, w
		}
		p.open, theirs = append(p.open, our), append(theirs, their)
		return our, their
	}
	outs := [2]*os.File{}
	for i := range p.outputs {
		our, their := pipe(false)
		outs[i] = their
		p.outputs[i] = newCapture(b, our, p.over)
	}
	status, theirStatus := pipe(false)
	gate, theirGate := pipe(true)
	program, theirProgram := pipe(true)
	if err != nil {
		return p, failed("no pipe: %w", err)
	}
	p.gate, p.program, p.status = gate, program, json.NewDecoder(status)

	next := 3 + len(b.Files)
	args := b.arguments(who, controls{status: next, gate: next + 1, program: next + 2})
	p.cmd = &exec.Cmd{
		Path: bwrap(), Args: args, Env: append([]string{}, b.Env...), // never nil, which would be our own environment
		Dir: "/", Stdout: outs[0], Stderr: outs[1],
		ExtraFiles:  append(append([]*os.File{}, b.Files...), theirStatus, theirGate, theirProgram),
		SysProcAttr: who.attributes(),
	}
	closeOnExec()
	if err := p.cmd.Start(); err != nil {
		return p, failed("bubblewrap does not start: %w", err)
	}
	for _, c := range p.outputs {
		go c.read()
	}
	return p, nil
}

// confine puts the command under its limits while it waits at the gate, and opens the gate.
func (p *process) confine(limits Limits, who *identity, thread thread, group *group) error {
	// bubblewrap fails without the program. It gets it only now, when the system is sure to kill it with us (Start returns after the call of exec):
	// if we are killed earlier, nothing runs.
	if _, err := p.program.Write(p.filter); err != nil {
		return failed("bubblewrap takes no seccomp program: %w", err)
	}
	_ = p.program.Close()
	var begun struct {
		Child int `json:"child-pid"` // in bubblewrap's own numbers
	}
	if err := p.status.Decode(&begun); err != nil {
		return failed("bubblewrap does not build the box: %w", err)
	}
	children := childrenOf(p.cmd.Process.Pid)
	if len(children) != 1 {
		return failed("bubblewrap has %d processes instead of one", len(children))
	}
	p.inner = children[0]
	_ = os.WriteFile(fmt.Sprintf("/proc/%d/oom_score_adj", p.inner), []byte("1000"), 0) // if this machine runs out of memory, it is not our turn
	joined := group.join(p.inner)
	var err error
	thread.do(func() { err = errors.Join(who.become(), setLimits(p.inner, limits, joined)) })
	if err != nil {
		return failed("no limits for the command: %w", err)
	}
	if _, err := p.gate.Write([]byte{1}); err != nil {
		return failed("bubblewrap has ended: %w", err)
	}
	_ = p.gate.Close()
	return nil
}

// abandon ends a box that was not finished, and adds what bubblewrap said of it to the error.
func (p *process) abandon(ctx context.Context, err error) error {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
	said := ""
	for _, c := range p.outputs {
		<-c.done
		said += c.out.String()
	}
	if ctx.Err() != nil {
		return fmt.Errorf("box: not started: %w", ctx.Err())
	}
	if said = strings.TrimSpace(said); said != "" {
		return fmt.Errorf("%w; it says: %s", err, said)
	}
	return err
}

// finish waits for the command's end, and ends it where it exceeds a limit.
func (p *process) finish(ctx context.Context, limits Limits, group *group) (Report, error) {
	start := time.Now()
	w := newWatch(p, limits, group)
	go w.run(ctx)
	waited := p.cmd.Wait()
	report := Report{Wall: time.Since(start)}
	why := w.stop()
	for _, c := range p.outputs {
		<-c.done
	}
	report.Stdout, report.Stderr = p.outputs[0].out, p.outputs[1].out
	report.CPU, report.Memory = w.used(p.cmd.ProcessState)
	var exit struct {
		Code *int `json:"exit-code"`
	}
	switch err := p.status.Decode(&exit); {
	case ctx.Err() != nil && (why == cancelled || err != nil): // err: it was killed in the moment in which it was finished
		return report, fmt.Errorf("box: ended: %w", ctx.Err())
	case why != "":
		report.Why = why
	case err == nil && exit.Code != nil:
		report.exit(*exit.Code)
		report.exceeded(limits, w)
	case err == nil || errors.Is(err, io.EOF): // bubblewrap speaks of an exit only if the command has been started
		return report, failed("the command was not started (%v): %s", waited, strings.TrimSpace(report.Stderr.String()))
	default:
		return report, failed("bubblewrap's status cannot be read: %w", err)
	}
	return report, nil
}

// exit fills in the command's end from bubblewrap's exit status, which is a shell's.
func (r *Report) exit(code int) {
	r.Why, r.Status = Exited, code
	if code > 128 && code <= 128+64 {
		r.Why, r.Status, r.Signal = Signalled, 0, syscall.Signal(code-128)
	}
}

// exceeded corrects the reason if the command ended by a limit before we looked.
func (r *Report) exceeded(limits Limits, w *watch) {
	switch {
	case w.group.outOfMemory():
		r.Why = OverMemory
	case r.CPU >= limits.CPU, r.killed() && r.CPU >= limits.CPU-limits.CPU/20: // counters of processors lag behind on a busy machine
		r.Why = OverCPU
	case r.Stdout.Total > limits.Output || r.Stderr.Total > limits.Output:
		r.Why = OverOutput
	default:
		return
	}
	r.Status, r.Signal = 0, 0
}

// killed tells whether a signal ended the command that the system sends for too much computing.
func (r *Report) killed() bool {
	return r.Why == Signalled && (r.Signal == syscall.SIGKILL || r.Signal == syscall.SIGXCPU)
}

func (p *process) close() { closeAll(p.open) }

// bwrap is bubblewrap's path.
func bwrap() string {
	if found, err := exec.LookPath("bwrap"); err == nil {
		return found
	}
	return "/usr/bin/bwrap"
}
