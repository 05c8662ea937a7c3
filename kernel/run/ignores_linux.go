package run

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// ignoresInterrupts says whether a process ignores SIGINT. Whether it handles it cannot be known of a Go program, whose runtime always does.
func ignoresInterrupts(pid int) bool {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid)) // it may have ended
	_, rest, _ := strings.Cut(string(status), "\nSigIgn:")
	line, _, _ := strings.Cut(rest, "\n")
	mask, err := strconv.ParseUint(strings.TrimSpace(line), 16, 64)
	return err == nil && mask>>(syscall.SIGINT-1)&1 == 1
}
