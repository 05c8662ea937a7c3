package box

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// tree makes a folder with files, those of a cgroup.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		full := filepath.Join(root, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o755), os.WriteFile(full, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestFindParents(t *testing.T) {
	v1 := tree(t, map[string]string{"memory/mine/cgroup.procs": "", "pids/cgroup.procs": "", "cpuacct/cgroup.procs": "", "unified/cgroup.procs": "", "unified/cgroup.subtree_control": "hugetlb\n"})
	session := "user.slice/session.scope/"
	v2 := tree(t, map[string]string{
		session + "cgroup.procs": "", session + "cgroup.subtree_control": "", "user.slice/cgroup.procs": "", "user.slice/cgroup.subtree_control": "cpu memory pids\n",
	})
	bare := tree(t, map[string]string{"cgroup.procs": "", "cgroup.subtree_control": ""})
	for _, c := range []struct {
		name, mounts, ours string
		want               map[string]string
	}{
		{
			"version 1", mounted(v1, "memory", "pids", "cpuacct") + "40 31 0:9 / " + v1 + "/unified rw - cgroup2 cgroup2 rw\n",
			"4:memory:/mine\n8:pids:/\n2:cpuacct:/\n0::/\n",
			map[string]string{"memory": v1 + "/memory/mine", "pids": v1 + "/pids", "cpu": v1 + "/cpuacct"},
		},
		{"a part of version 1", mounted(v1, "pids"), "8:pids:/\n4:memory:/mine\n", map[string]string{"pids": v1 + "/pids"}},
		{"a cgroup that is not there", mounted(v1, "memory"), "4:memory:/other\n", nil},
		{
			"version 2, passed on by a service manager", "40 31 0:9 / " + v2 + " rw - cgroup2 cgroup2 rw\n", "0::/user.slice/session.scope\n",
			map[string]string{"memory": v2 + "/user.slice", "pids": v2 + "/user.slice", "cpu": v2 + "/user.slice"},
		},
		{"version 2 in a container that mounts a part", "40 31 0:9 /user.slice " + v2 + "/user.slice rw - cgroup2 cgroup2 rw\n", "0::/user.slice/session.scope\n", map[string]string{"memory": v2 + "/user.slice", "pids": v2 + "/user.slice", "cpu": v2 + "/user.slice"}},
		{"version 2 without controllers", "40 31 0:9 / " + bare + " rw - cgroup2 cgroup2 rw\n", "0::/\n", nil},
		{"nothing", "", "", nil},
		{"nonsense", "a b c - \n - cgroup\n", ":::\n::\nx\n", nil},
	} {
		got := map[string]string{}
		for name, f := range findParents(c.mounts, c.ours) {
			got[name] = f.path
		}
		if !maps.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func mounted(root string, controllers ...string) (lines string) {
	for _, c := range controllers {
		lines += "33 31 0:30 / " + root + "/" + c + " rw,relatime shared:5 - cgroup cgroup rw," + c + "\n"
	}
	return lines
}

// A group of version 2, in a folder that looks like one: what is written and read.
func TestVersion2(t *testing.T) {
	f := folder{tree(t, map[string]string{
		"memory.max": "", "memory.swap.max": "", "pids.max": "", "cgroup.procs": "", "memory.peak": "4096\n",
		"cpu.stat": "usage_usec 1500000\nuser_usec 1\n", "memory.events": "low 0\noom 3\noom_kill 0\noom_group_kill 0\n",
	}), versions[2]}
	g := &group{folders: map[string]folder{"memory": f, "pids": f, "cpu": f}}
	for controller := range g.folders {
		if err := f.limit(controller, Limits{Memory: 1000, Processes: 5}); err != nil {
			t.Error(controller, err)
		}
	}
	if !g.join(42) {
		t.Error("memory is not limited")
	}
	for name, want := range map[string]string{"memory.max": "1000", "memory.swap.max": "0", "pids.max": "5", "cgroup.procs": "42"} {
		if text, err := os.ReadFile(filepath.Join(f.path, name)); err != nil || !strings.HasPrefix(string(text), want) {
			t.Errorf("%s: %q %v, want %s", name, text, err, want)
		}
	}
	if g.cpu() != 1500*time.Millisecond || g.peak() != 4096 || g.outOfMemory() {
		t.Errorf("%v, %d bytes, out of memory: %v", g.cpu(), g.peak(), g.outOfMemory())
	}
	if err := f.write("memory.events", "oom_kill 1\n"); err != nil || !g.outOfMemory() {
		t.Errorf("out of memory: %v (%v)", g.outOfMemory(), err)
	}
}

// A controller that refuses is not counted on.
func TestRefusingGroup(t *testing.T) {
	f := folder{t.TempDir(), versions[1]}
	for _, controller := range []string{"memory", "pids", "cpu"} {
		if f.limit(controller, Limits{}) == nil {
			t.Errorf("%s is limited without files", controller)
		}
	}
	g := &group{folders: map[string]folder{"memory": f}}
	if g.join(42) || g.counts("memory") {
		t.Error("a group without processes limits memory")
	}
	var none *group
	none.remove()
	if none.join(1) || none.counts("cpu") || none.outOfMemory() {
		t.Error("no group counts")
	}
}
