package kernel

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// process is what /proc tells of a process.
type process struct {
	pid, parent int
	ended       bool   // and waits to be collected
	began       string // tells processes of one number apart
	argv        []string
}

// name is what a process is: the command of our own program, else its file's name.
func (p process) name() string {
	if len(p.argv) > 1 && roles[p.argv[1]] != nil {
		return p.argv[1]
	}
	return filepath.Base(p.argv[0])
}

// processes are all processes of this machine.
func processes() map[int]process {
	all := map[int]process{}
	paths, _ := filepath.Glob("/proc/[0-9]*/stat") // errs on bad patterns only
	for _, path := range paths {
		text, _ := os.ReadFile(path)
		line, _ := os.ReadFile(filepath.Join(filepath.Dir(path), "cmdline"))
		fields := strings.Fields(string(text[strings.LastIndex(string(text), ")")+1:]))
		if len(fields) < 20 {
			continue // it has ended
		}
		pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		parent, _ := strconv.Atoi(fields[1])
		all[pid] = process{pid, parent, fields[0] == "Z", fields[19], strings.Split(strings.TrimSuffix(string(line), "\x00"), "\x00")}
	}
	return all
}

// below are a process and all that descend from it.
func below(pid int) []process {
	all := processes()
	var found []process
	for _, p := range slices.Collect(maps.Values(all)) {
		for up := p; up.pid != 0; up = all[up.parent] {
			if up.pid == pid {
				found = append(found, p)
				break
			}
		}
	}
	return found
}

// find are the processes of a name among some.
func find(among []process, name string) (found []process) {
	for _, p := range among {
		if p.name() == name && !p.ended {
			found = append(found, p)
		}
	}
	return found
}

// awaitEnds waits until processes have ended.
func awaitEnds(t *testing.T, all []process) {
	t.Helper()
	await(t, "all processes to end", func() bool {
		now := processes()
		return !slices.ContainsFunc(all, func(p process) bool { q := now[p.pid]; return q.began == p.began && !q.ended })
	})
}

func (p process) String() string { return fmt.Sprint(p.pid, " ", p.argv) }
