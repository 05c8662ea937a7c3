package box

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// survey counts what the processes of a box use where no cgroup does. All of them descend from the box's first process, to which the system gives
// those whose own parent has ended.
type survey struct {
	first int
	size  int64                    // of /tmp
	times map[string]time.Duration // of each process ever seen, by its number and its start
	peak  int64
}

func newSurvey(first int, size int64) *survey {
	return &survey{first: first, size: size, times: map[string]time.Duration{}}
}

// look counts once.
func (s *survey) look() {
	var memory int64
	seen := map[int]bool{}
	for todo := []int{s.first}; len(todo) > 0; todo = todo[1:] {
		if pid := todo[0]; !seen[pid] {
			seen[pid] = true
			memory += s.process(pid)
			todo = append(todo, childrenOf(pid)...)
		}
	}
	s.peak = max(s.peak, memory+s.tmp())
}

// cpu is the time of all processes that were seen, those that have ended included.
func (s *survey) cpu() (sum time.Duration) {
	for _, t := range s.times {
		sum += t
	}
	return sum
}

// process notes a process's time and returns its memory.
func (s *survey) process(pid int) (memory int64) {
	name := "/proc/" + strconv.Itoa(pid)
	stat, err := os.ReadFile(name + "/stat")
	if err != nil {
		return 0 // it has ended
	}
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:])) // from the third on: see proc(5)
	if len(fields) < 20 {
		return 0
	}
	user, _ := strconv.ParseInt(fields[14-3], 10, 64)
	system, _ := strconv.ParseInt(fields[15-3], 10, 64)
	s.times[strconv.Itoa(pid)+" "+fields[22-3]] = time.Duration(user+system) * (time.Second / 100) // USER_HZ is 100 everywhere
	status, _ := os.ReadFile(name + "/status")
	for line := range strings.Lines(string(status)) {
		if name, value, _ := strings.Cut(line, ":"); name == "RssAnon" || name == "RssShmem" { // the program's own pages are the file's
			kilobytes, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
			memory += kilobytes << 10
		}
	}
	return memory
}

// tmp is what the files in the box's /tmp take, empty ones about a kilobyte each.
func (s *survey) tmp() int64 {
	var stat unix.Statfs_t
	if unix.Statfs("/proc/"+strconv.Itoa(s.first)+"/root/tmp", &stat) != nil {
		return 0 // it has ended
	}
	if pages := (s.size + stat.Bsize - 1) / stat.Bsize; stat.Type != unix.TMPFS_MAGIC || int64(stat.Blocks) != pages {
		return 0 // this machine's /tmp: bubblewrap is still building
	}
	return int64(stat.Blocks-stat.Bfree)*stat.Bsize + int64(stat.Files-stat.Ffree)<<10
}

// childrenOf are the children of all threads of a process.
func childrenOf(pid int) (children []int) {
	folder := "/proc/" + strconv.Itoa(pid) + "/task"
	threads, _ := os.ReadDir(folder)
	for _, thread := range threads {
		text, _ := os.ReadFile(folder + "/" + thread.Name() + "/children")
		for _, field := range strings.Fields(string(text)) {
			if child, err := strconv.Atoi(field); err == nil {
				children = append(children, child)
			}
		}
	}
	return children
}
