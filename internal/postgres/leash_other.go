//go:build !linux

package postgres

import "syscall"

// leash is Linux's alone: elsewhere a server outlives tests that were killed.
func leash(a *syscall.SysProcAttr) *syscall.SysProcAttr { return a }
