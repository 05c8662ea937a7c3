package child

import (
	"errors"
	"syscall"

	"golang.org/x/sys/unix"
)

func attributes(death syscall.Signal) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setsid: true, Pdeathsig: death}
}

// collect waits for the end of the process, kills its group while nobody else can have its number, and then lets go of it.
func (p *Process) collect() error {
	for errors.Is(unix.Waitid(unix.P_PID, p.Pid(), nil, unix.WEXITED|unix.WNOWAIT, nil), unix.EINTR) {
	}
	p.killRest()
	return ours.wait(p.cmd)
}
