//go:build !linux

package run

import "syscall"

// attributes gives the program a session of its own. Only Linux can end it when we are killed outright.
func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

// killStrays does nothing: only Linux tells the environment of processes.
func killStrays(int, string) {}
