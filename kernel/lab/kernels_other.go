//go:build !linux

package lab

import (
	"syscall"
	"time"
)

// attributes gives JupyterLab a process group of its own, so that Ctrl-C reaches us alone.
func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// endKernels leaves it to the kernels to see that their server is gone, which they do within a second or two.
func endKernels(int, time.Duration) {}
