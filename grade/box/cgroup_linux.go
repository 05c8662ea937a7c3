package box

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// groupPrefix begins the names of cgroups, our process's number follows.
const groupPrefix = "gensci-box-"

// group is a box's cgroups: one folder (v2) or one for each controller (v1). Its methods work on nil, which counts and limits nothing.
type group struct {
	folders map[string]folder // by what is counted: "memory", "pids", "cpu"
	locks   []*os.File        // held as long as the group is somebody's
}

// folder is a cgroup, and the files of its version.
type folder struct {
	path string
	version
}

// version names a version's files.
type version struct {
	limits map[string][]string // for each controller what is written: the first must be there, others are tried
	cpu    string              // has the time
	unit   time.Duration
	peak   string
	events string // has a line "oom_kill N"
}

var versions = map[int]version{
	1: {
		limits: map[string][]string{"memory": {"memory.limit_in_bytes", "memory.memsw.limit_in_bytes"}, "pids": {"pids.max"}},
		cpu:    "cpuacct.usage", unit: time.Nanosecond, peak: "memory.max_usage_in_bytes", events: "memory.oom_control",
	},
	2: {
		limits: map[string][]string{"memory": {"memory.max"}, "pids": {"pids.max"}},
		cpu:    "cpu.stat", unit: time.Microsecond, peak: "memory.peak", events: "memory.events",
	},
}

// newGroup makes what can be had of a group with these limits; nil if that is nothing.
func newGroup(l Limits) *group { return newGroupIn(ourParents(), l) }

func newGroupIn(parents map[string]folder, l Limits) *group {
	g := &group{folders: map[string]folder{}}
	made := map[string]string{} // in which parent is which folder
	for _, controller := range []string{"memory", "pids", "cpu"} {
		parent, ok := parents[controller]
		if !ok {
			continue
		}
		if _, ok := made[parent.path]; !ok {
			made[parent.path] = g.make(parent.path)
		}
		f := folder{made[parent.path], parent.version}
		if f.path != "" && f.limit(controller, l) == nil {
			g.folders[controller] = f
		}
	}
	if len(g.folders) == 0 {
		g.remove()
		return nil
	}
	return g
}

// make makes a cgroup that is ours as long as we live: its folder is locked, and those that are not are removed by sweep.
func (g *group) make(parent string) string {
	for range 5 { // a sweep may take a folder between its making and its locking
		path := filepath.Join(parent, groupPrefix+strconv.Itoa(os.Getpid())+"-"+rand.Text())
		if os.Mkdir(path, 0o755) != nil {
			return ""
		}
		if lock := lockFolder(path); lock != nil {
			g.locks = append(g.locks, lock)
			return path
		}
	}
	return ""
}

// lockFolder returns nil if the folder is gone or somebody's.
func lockFolder(path string) *os.File {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	_, gone := os.Stat(path)
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil || gone != nil {
		_ = f.Close()
		return nil
	}
	return f
}

// sweep removes what killed graders have left in a folder.
func sweep(parent string) {
	left, _ := filepath.Glob(filepath.Join(parent, groupPrefix+"*"))
	for _, path := range left {
		if lock := lockFolder(path); lock != nil {
			_ = unix.Rmdir(path) // fails while processes are in it, which are ending
			_ = lock.Close()
		}
	}
}

// limit sets a controller's limit.
func (f folder) limit(controller string, l Limits) error {
	value := strconv.FormatInt(l.Memory, 10)
	if controller == "pids" {
		value = strconv.Itoa(l.Processes)
	}
	if controller == "cpu" { // is only counted
		_, err := os.Stat(filepath.Join(f.path, f.cpu))
		return err
	}
	for i, name := range f.limits[controller] {
		if err := f.write(name, value); err != nil && i == 0 {
			return err
		}
	}
	_ = f.write("memory.swap.max", "0") // of version 2
	return nil
}

// write writes to a file that the system has made; others are not created.
func (f folder) write(name, value string) error {
	file, err := os.OpenFile(filepath.Join(f.path, name), os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = file.WriteString(value)
	return errors.Join(err, file.Close())
}

// number reads a file that holds one number, or the number after key.
func (f folder) number(name, key string) int64 {
	text, _ := os.ReadFile(filepath.Join(f.path, name))
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if before, value, two := strings.Cut(line, " "); two && before == key {
			line = value
		}
		if n, err := strconv.ParseInt(line, 10, 64); err == nil {
			return n
		}
	}
	return 0
}

// join puts a process under the group, and forgets controllers that refuse it. It tells whether memory is limited.
func (g *group) join(pid int) (memory bool) {
	if g == nil {
		return false
	}
	for controller, f := range g.folders {
		if f.write("cgroup.procs", strconv.Itoa(pid)) != nil {
			delete(g.folders, controller)
		}
	}
	return g.counts("memory")
}

// counts tells whether a controller is had.
func (g *group) counts(controller string) bool {
	if g == nil {
		return false
	}
	_, ok := g.folders[controller]
	return ok
}

func (g *group) cpu() time.Duration {
	f := g.folders["cpu"]
	return time.Duration(f.number(f.cpu, "usage_usec")) * f.unit
}

func (g *group) peak() int64 {
	f := g.folders["memory"]
	return f.number(f.peak, "")
}

// outOfMemory tells whether the system has killed for lack of memory.
func (g *group) outOfMemory() bool {
	if !g.counts("memory") {
		return false
	}
	f := g.folders["memory"]
	return f.number(f.events, "oom_kill") > 0
}

// remove removes the folders. All processes have ended; the system takes a moment to see it.
func (g *group) remove() {
	if g == nil {
		return
	}
	deadline := time.Now().Add(time.Second)
	for _, lock := range g.locks {
		for errors.Is(unix.Rmdir(lock.Name()), unix.EBUSY) && time.Now().Before(deadline) {
			time.Sleep(time.Millisecond)
		}
		_ = lock.Close()
	}
}

// ourParents are the folders in which we may make cgroups, by controller, swept once.
var ourParents = sync.OnceValue(func() map[string]folder {
	mounts, _ := os.ReadFile("/proc/self/mountinfo")
	ours, _ := os.ReadFile("/proc/self/cgroup")
	parents := findParents(string(mounts), string(ours))
	for _, parent := range parents {
		sweep(parent.path)
	}
	return parents
})
