package lab

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// attributes gives JupyterLab a process group of its own, so that Ctrl-C reaches us alone, and has Linux end it when we die, however we die.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
}

// endKernels waits until no kernel of a server that has ended is left, and nothing that they started; what stays for longer is killed.
func endKernels(server int, limit time.Duration) {
	mark := fmt.Appendf(nil, "JPY_PARENT_PID=%d", server)
	if gone(mark, limit) {
		return
	}
	for _, pid := range marked(mark) {
		_ = syscall.Kill(pid, syscall.SIGKILL) // it may end this very moment
	}
	gone(mark, time.Second)
}

// gone waits until no process is marked, but not for ever.
func gone(mark []byte, limit time.Duration) bool {
	for deadline := time.Now().Add(limit); len(marked(mark)) > 0; time.Sleep(look) {
		if time.Now().After(deadline) {
			return false
		}
	}
	return true
}

// marked lists the processes whose environment has the variable; Jupyter sets it for kernels, and their children inherit it.
func marked(variable []byte) (pids []int) {
	files, _ := filepath.Glob("/proc/[0-9]*/environ") // errs on bad patterns only
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended, or is another user's
		}
		for entry := range bytes.SplitSeq(text, []byte{0}) {
			if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path))); err == nil && bytes.Equal(entry, variable) {
				pids = append(pids, pid)
				break
			}
		}
	}
	return pids
}
