//go:build unix

package install

import (
	"os/exec"
	"syscall"
)

// killTogether makes the end of the command's context end its children too: pip may be a wrapper (pyenv's is) whose child does the work.
func killTogether(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
}
