package box

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func owner(t *testing.T, name string) int {
	t.Helper()
	info, err := os.Lstat(name)
	if err != nil {
		t.Fatal(err)
	}
	return int(info.Sys().(*syscall.Stat_t).Uid)
}

// A writable folder takes what is written, and it is the caller's afterwards.
func TestWritable(t *testing.T) {
	folder := t.TempDir()
	b := playing("file", "/out/result", "1000")
	b.Writable = []Mount{{folder, "/out"}}
	if got := lines(t, b); got[0] != "1000 <nil>" {
		t.Fatal(got)
	}
	info, err := os.Stat(folder + "/result")
	if err != nil || info.Size() != 1000 {
		t.Fatal(info, err)
	}
	for _, name := range []string{folder, folder + "/result"} {
		if owner(t, name) != os.Getuid() {
			t.Errorf("%s is not ours", name)
		}
	}
}

// Whatever a program leaves in a writable folder is the caller's afterwards and can be removed; what links point to is untouched.
func TestMess(t *testing.T) {
	folder := t.TempDir()
	b := playing("mess", "/out")
	b.Writable = []Mount{{folder, "/out"}}
	passwd, etc := owner(t, "/etc/passwd"), owner(t, "/etc")
	if got := reached(lines(t, b)); len(got) != 7 {
		t.Errorf("it could do only %q", got)
	}
	err := filepath.WalkDir(filepath.Join(folder, "d"), func(name string, _ fs.DirEntry, err error) error {
		if err == nil && len(name) < 2000 && owner(t, name) != os.Getuid() {
			t.Errorf("%s is not ours", name)
		}
		return nil // deeper ones have no name that the system takes
	})
	if err != nil {
		t.Error(err)
	}
	for _, name := range []string{"passwd", "etc", "pipe", "setuid", "closed"} {
		if owner(t, filepath.Join(folder, name)) != os.Getuid() {
			t.Errorf("%s is not ours", name)
		}
	}
	if info, err := os.Stat(filepath.Join(folder, "setuid")); err != nil || os.Getuid() == 0 && info.Mode()&(os.ModeSetuid|os.ModeSetgid) != 0 {
		t.Errorf("a setuid program is root's: %v %v", info.Mode(), err)
	}
	if owner(t, "/etc/passwd") != passwd || owner(t, "/etc") != etc {
		t.Error("something outside of the folder has another owner")
	}
	if err := os.RemoveAll(filepath.Join(folder, "d")); err != nil {
		t.Error(err)
	}
}
