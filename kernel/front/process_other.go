//go:build !linux

package front

import "syscall"

// endWithParent gives the process a group of its own. Only Linux can end it when we are killed outright.
func endWithParent() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
