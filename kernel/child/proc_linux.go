package child

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// children lists our children, those too that have ended and are not collected.
func children() (pids []int) {
	threads, _ := filepath.Glob(proc(os.Getpid(), "task/*/children")) // errs on bad patterns only
	if len(threads) == 0 {
		return searched(os.Getpid())
	}
	for _, file := range threads {
		text, _ := os.ReadFile(file) // a thread that has ended has none
		pids = append(pids, numbers(strings.Fields(string(text)))...)
	}
	return pids
}

// searched lists the children of a process by asking all processes for their parent, for systems that were built without such lists.
func searched(parent int) (pids []int) {
	all, _ := os.ReadDir("/proc")
	for _, entry := range all {
		for _, pid := range numbers([]string{entry.Name()}) {
			if stat(pid)[1] == strconv.Itoa(parent) {
				pids = append(pids, pid)
			}
		}
	}
	return pids
}

func numbers(words []string) (list []int) {
	for _, word := range words {
		if n, err := strconv.Atoi(word); err == nil {
			list = append(list, n)
		}
	}
	return list
}

// identity is a process: numbers are used again.
type identity struct {
	pid   int
	began string
}

func identify(pid int) identity { return identity{pid, stat(pid)[19]} }

// stat is what /proc tells of a process, from its state on: 0 is the state, 1 the parent, 19 the time of its start (proc(5)). Of one that is gone it is
// nothing.
func stat(pid int) (fields [20]string) {
	text, _ := os.ReadFile(proc(pid, "stat"))
	end := bytes.LastIndexByte(text, ')') // of its name, which may hold anything
	copy(fields[:], strings.Fields(string(text[end+1:])))
	return fields
}

// lasting says whether a process is marked by LastingVariable.
func lasting(pid int) bool {
	text, _ := os.ReadFile(proc(pid, "environ"))
	return bytes.HasPrefix(text, []byte(LastingVariable+"=")) || bytes.Contains(text, []byte("\x00"+LastingVariable+"="))
}

func proc(pid int, file string) string { return filepath.Join("/proc", strconv.Itoa(pid), file) }
