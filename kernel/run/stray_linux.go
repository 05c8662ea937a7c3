package run

import (
	"bytes"
	"errors"
	"os"
	"strconv"
	"syscall"
)

// attributes gives the program a session of its own, and has Linux kill it when we die, however we die.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGKILL}
}

// killStrays kills the processes of a program that left its group, which its mark in their environment tells, and waits for those that
// became our children (if we are a subreaper). The group has been killed before.
func killStrays(group int, mark string) {
	reap(-group)
	for range 100 { // who forks faster than that is not a cell
		found := marked([]byte(mark))
		if len(found) == 0 {
			return
		}
		for _, pid := range found {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		for _, pid := range found {
			reap(pid)
		}
		reap(-group)
	}
}

// reap waits for all children that pid stands for; those that are not ours are init's business.
func reap(pid int) {
	for {
		if _, err := syscall.Wait4(pid, nil, 0, nil); err != nil && !errors.Is(err, syscall.EINTR) {
			return
		}
	}
}

// marked lists the processes whose environment holds mark. Those of other users cannot be read, and are not ours.
func marked(mark []byte) (pids []int) {
	proc, err := os.Open("/proc")
	if err != nil {
		return nil
	}
	defer proc.Close()
	names, _ := proc.Readdirnames(-1)
	for _, name := range names {
		pid, err := strconv.Atoi(name)
		if err != nil {
			continue
		}
		if env, err := os.ReadFile("/proc/" + name + "/environ"); err == nil && bytes.Contains(env, mark) {
			pids = append(pids, pid)
		}
	}
	return pids
}
