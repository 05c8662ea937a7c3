package box

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// findParents finds for each controller the folder in which cgroups may be made: our own cgroup, so that limits that somebody has set for us hold for
// the boxes too. mounts and ours are /proc/self/mountinfo and /proc/self/cgroup: see cgroups(7).
func findParents(mounts, ours string) map[string]folder {
	places := mountedAt(mounts)
	parents := map[string]folder{}
	for line := range strings.Lines(ours) {
		fields := strings.SplitN(strings.TrimSpace(line), ":", 3) // number:controllers:path
		if len(fields) != 3 {
			continue
		}
		for controller := range strings.SplitSeq(fields[1], ",") {
			place, ok := places[controller]
			if !ok || controller == "" {
				continue
			}
			if name, counted := counters[controller]; counted {
				if path := place.below(fields[2]); writable(path) {
					parents[name] = folder{path, versions[1]}
				}
			}
		}
		if place, ok := places[""]; ok && fields[1] == "" {
			for name, path := range unified(place.below(fields[2])) {
				if _, v1 := parents[name]; !v1 {
					parents[name] = folder{path, versions[2]}
				}
			}
		}
	}
	return parents
}

// counters are the controllers of version 1 that count what we limit.
var counters = map[string]string{"memory": "memory", "pids": "pids", "cpuacct": "cpu"}

// hierarchy is where a hierarchy is mounted, and which folder of it that is.
type hierarchy struct{ point, root string }

// below is the folder of a cgroup.
func (h hierarchy) below(cgroup string) string {
	if inside, err := filepath.Rel(h.root, cgroup); err == nil && !strings.HasPrefix(inside, "..") {
		return filepath.Join(h.point, inside)
	}
	return h.point
}

// mountedAt finds the hierarchies, those of version 1 by controller, that of version 2 under "".
func mountedAt(mounts string) map[string]hierarchy {
	places := map[string]hierarchy{}
	for line := range strings.Lines(mounts) {
		before, after, _ := strings.Cut(line, " - ")
		left, right := strings.Fields(before), strings.Fields(after)
		if len(left) < 5 || len(right) < 3 {
			continue
		}
		place := hierarchy{left[4], left[3]}
		switch right[0] {
		case "cgroup2":
			places[""] = place
		case "cgroup":
			for option := range strings.SplitSeq(right[2], ",") {
				places[option] = place
			}
		}
	}
	return places
}

// unified finds where version 2 lets us count, in one folder: a process is in one cgroup only. A cgroup that has processes passes controllers on only
// at the root, so the folder is ours or, where a service manager has delegated it to us, the one above.
func unified(own string) map[string]string {
	var best map[string]string
	for _, path := range []string{own, filepath.Dir(own)} {
		found := map[string]string{}
		for _, controller := range []string{"memory", "pids"} {
			if writable(path) && passesOn(path, controller) {
				found[controller] = path
			}
		}
		if len(found) > len(best) {
			best = found
			best["cpu"] = path // cpu.stat has the time with and without the controller
		}
	}
	return best
}

// passesOn tells whether a cgroup gives a controller to those in it, and makes it do so where it can.
func passesOn(path, controller string) bool {
	does := func() bool {
		text, _ := os.ReadFile(filepath.Join(path, "cgroup.subtree_control"))
		return slices.Contains(strings.Fields(string(text)), controller)
	}
	return does() || folder{path: path}.write("cgroup.subtree_control", "+"+controller) == nil && does()
}

// writable tells whether we may make folders there and move processes into them.
func writable(path string) bool {
	return unix.Access(path, unix.W_OK) == nil && unix.Access(filepath.Join(path, "cgroup.procs"), unix.W_OK) == nil
}
