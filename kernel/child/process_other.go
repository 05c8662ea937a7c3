//go:build !linux

package child

import "syscall"

// attributes gives the process a session of its own. Only Linux can end it when we are killed outright.
func attributes(syscall.Signal) *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

// collect waits for the end of the process and kills its group, whose number would have to be another's within a moment.
func (p *Process) collect() error {
	err := ours.wait(p.cmd)
	p.killRest()
	return err
}
