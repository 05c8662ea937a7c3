//go:build unix

package box

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// bareScript limits itself and becomes the command. The limits are seconds (SIGXCPU at the first, SIGKILL at the second number), blocks of 512 bytes,
// and descriptors.
const bareScript = `ulimit -c 0; ulimit -S -t "$1"; ulimit -H -t "$2"; ulimit -f "$3"; ulimit -n "$4"; shift 4; exec "$@"`

// linger is how long the outputs of a command that has ended are read on, if something that has left its process group holds them.
const linger = 100 * time.Millisecond

// bare runs the command without a sandbox, in an empty folder that stands for /tmp. Arguments that are paths in the box become those of this
// machine. Memory and processes are not limited.
func (b Box) bare(ctx context.Context) (Report, error) {
	folder, err := os.MkdirTemp("", "gensci-bare-")
	if err != nil {
		return Report{}, fmt.Errorf("box: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }()

	cmd := exec.Command("/bin/sh", append([]string{"-c", bareScript, "sh"}, b.bareArguments(folder)...)...)
	cmd.Dir, cmd.Env, cmd.ExtraFiles = b.onHost(folder, b.Dir), append([]string{"TMPDIR=" + folder}, b.Env...), b.Files
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	over := make(chan error, 1)
	captures, outs, err := capturing(b, over)
	if err != nil {
		return Report{}, fmt.Errorf("box: %w", err)
	}
	cmd.Stdout, cmd.Stderr = outs[0], outs[1]
	start := time.Now()
	err = cmd.Start()
	closeAll(outs[:])
	if err != nil {
		return Report{}, fmt.Errorf("box: %w", err)
	}
	waited := make(chan error, 1)
	go func() { waited <- cmd.Wait() }()
	why, err := b.await(ctx, over, waited)
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // what it has left, or itself
	if why != "" || err != nil {
		<-waited
	}
	report := Report{Why: why, Wall: time.Since(start), CPU: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	report.Stdout, report.Stderr = captures[0].end(), captures[1].end()
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && why == "" {
		report.ended(status)
	}
	if report.Signal == syscall.SIGXCPU || report.Signal == syscall.SIGKILL && report.CPU >= b.Limits.CPU {
		report.Why, report.Signal = OverCPU, 0
	}
	return report, err
}

// await waits for the command's end, or for a reason to end it.
func (b Box) await(ctx context.Context, over, waited <-chan error) (Why, error) {
	wall := time.NewTimer(b.Limits.Wall)
	defer wall.Stop()
	select {
	case <-waited:
		return "", nil
	case <-over:
		return OverOutput, nil
	case <-wall.C:
		return OverWall, nil
	case <-ctx.Done():
		return "", fmt.Errorf("box: ended: %w", ctx.Err())
	}
}

// capturing starts to read two pipes; theirs are the ends for the command.
func capturing(b Box, over chan<- error) (captures [2]*capture, theirs [2]*os.File, err error) {
	for i := range captures {
		r, w, err := os.Pipe()
		if err != nil {
			closeAll(theirs[:])
			return captures, theirs, err
		}
		theirs[i] = w
		captures[i] = newCapture(b, r, over)
		go captures[i].read()
	}
	return captures, theirs, nil
}

// end is what was written, by a command that has ended.
func (c *capture) end() Output {
	_ = c.from.SetReadDeadline(time.Now().Add(linger))
	<-c.done
	_ = c.from.Close()
	return c.out
}

func (b Box) bareArguments(folder string) []string {
	seconds := int64((b.Limits.CPU + time.Second - 1) / time.Second)
	args := []string{strconv.FormatInt(seconds, 10), strconv.FormatInt(seconds+1, 10), strconv.FormatInt((b.Limits.FileSize+511)/512, 10), strconv.Itoa(b.Limits.OpenFiles)}
	for _, a := range b.Command {
		args = append(args, b.onHost(folder, a))
	}
	return args
}

// onHost is where a path of the box lies on this machine; what is no such path stays as it is.
func (b Box) onHost(folder, name string) string {
	for _, m := range append(b.mounts(), Mount{folder, "/tmp"}) {
		if name != m.Box && !strings.HasPrefix(name, m.Box+"/") {
			continue
		}
		if host, err := filepath.Abs(m.Host); err == nil {
			return host + strings.TrimPrefix(name, m.Box)
		}
	}
	return name
}
