package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// process is a process with what it takes.
type process struct {
	pid, parent int
	words       []string // of its command line
	megabytes   float64  // proportional set size
}

// tree lists a process and all that descend from it. It needs Linux's /proc; elsewhere it is empty.
func tree(root int) []process {
	var all []process
	folders, _ := filepath.Glob("/proc/[0-9]*") // errs on bad patterns only
	for _, f := range folders {
		if pid, err := strconv.Atoi(filepath.Base(f)); err == nil {
			all = append(all, process{pid: pid, parent: parentOf(pid)})
		}
	}
	in := []int{root}
	for more := true; more; {
		more = false
		for _, p := range all {
			if slices.Contains(in, p.parent) && !slices.Contains(in, p.pid) {
				in, more = append(in, p.pid), true
			}
		}
	}
	all = slices.DeleteFunc(all, func(p process) bool { return !slices.Contains(in, p.pid) })
	for i := range all {
		all[i].words, all[i].megabytes = commandOf(all[i].pid), sizeOf(all[i].pid)
	}
	return all
}

func parentOf(pid int) int {
	stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)) // it may end at any time
	_, after, _ := strings.Cut(string(stat), ") ")            // the name before may hold anything
	var state string
	var parent int
	_, _ = fmt.Sscan(after, &state, &parent)
	return parent
}

func commandOf(pid int) []string {
	line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	return strings.Split(strings.TrimRight(string(line), "\x00"), "\x00")
}

// sizeOf is in MB.
func sizeOf(pid int) float64 {
	rollup, _ := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	var kb float64
	if _, rest, found := strings.Cut(string(rollup), "\nPss:"); found {
		_, _ = fmt.Sscan(rest, &kb)
	}
	return kb * 1024 / 1e6
}

// roles are what the processes of a kernel's tree do, by their numbers. What gopls and GoNB start is theirs.
func roles(tree []process) map[int]string {
	all, parents := map[int]string{}, map[int]int{}
	for _, p := range tree {
		all[p.pid], parents[p.pid] = p.role(), p.parent
	}
	for _, p := range tree {
		for at := p.pid; all[p.pid] == "other" && parents[at] != 0; at = parents[at] {
			if above := all[parents[at]]; above == "gopls" || above == "GoNB" {
				all[p.pid] = above
			}
		}
	}
	return all
}

// role is what a process does, by its command line. The front and what keeps it count as one.
func (p process) role() string {
	program, argument := filepath.Base(p.words[0]), ""
	if len(p.words) > 1 {
		argument = p.words[1]
	}
	switch {
	case program == "gopls":
		return "gopls"
	case program == "gonb":
		return "GoNB"
	case program == "gensci" && argument == "session":
		return "engine"
	case program == "gensci" && (argument == "kernel" || argument == "front"):
		return "front"
	}
	return "other"
}
