package assist

import "syscall"

// endWithParent gives the process a group of its own and has Linux end it when we die, however we die.
func endWithParent() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
