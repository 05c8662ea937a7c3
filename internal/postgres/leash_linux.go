package postgres

import "syscall"

// leash has the server end when the thread that started it does.
func leash(a *syscall.SysProcAttr) *syscall.SysProcAttr {
	a.Pdeathsig = syscall.SIGINT
	return a
}
