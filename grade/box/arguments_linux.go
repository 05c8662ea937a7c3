package box

import (
	"strconv"
)

// boxUser is the user's and the group's number as the box sees it.
const boxUser = "60000"

// devices are what of /dev a program may expect. bubblewrap's own --dev has more: terminals, and a /dev/shm of any size.
var devices = []string{"/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"}

// controls are bubblewrap's descriptors; it closes them before the command starts.
type controls struct{ status, gate, program int }

// arguments are bubblewrap's. The order is that in which it builds the box; its root, which could be written until then, is closed last.
func (b Box) arguments(who *identity, fd controls) []string {
	args := []string{
		"bwrap",
		"--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-net", "--unshare-cgroup",
		"--uid", boxUser, "--gid", boxUser, "--hostname", "box",
		"--new-session", "--die-with-parent", "--cap-drop", "ALL",
		"--as-pid-1", // else the first process of the box is bubblewrap's
		"--json-status-fd", strconv.Itoa(fd.status), "--block-fd", strconv.Itoa(fd.gate), "--seccomp", strconv.Itoa(fd.program),
		"--proc", "/proc", "--dir", "/dev",
	}
	for _, device := range devices {
		args = append(args, "--dev-bind", device, device)
	}
	args = append(args, "--perms", "1777", "--size", strconv.FormatInt(b.Limits.TmpSize, 10), "--tmpfs", "/tmp")
	for _, m := range b.ReadOnly {
		args = append(args, "--ro-bind", who.sources[m.Host], m.Box)
	}
	for _, m := range b.Writable {
		args = append(args, "--bind", who.sources[m.Host], m.Box)
	}
	args = append(args, "--remount-ro", "/", "--chdir", b.Dir, "--")
	return append(args, b.Command...)
}
