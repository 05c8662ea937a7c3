//go:build !linux

package assist

import "syscall"

// endWithParent gives the process a group of its own. When we are killed outright, gopls ends because its input does.
func endWithParent() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
