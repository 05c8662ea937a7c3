package front

import "syscall"

// endWithParent gives the process a group of its own and has Linux end it when we die, however we die. SIGTERM, so that GoNB ends the
// running cell and removes its files.
func endWithParent() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
}
