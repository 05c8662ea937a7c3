package main

import (
	"os"
	"os/exec"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

func init() {
	roles["calls"] = calls
	roles["privileges"] = privileges
	roles["namespaces"] = namespaces
}

// calls makes system calls that would reach far. Most of their arguments are nonsense: what counts is who refuses them.
func calls([]string) {
	here, _ := unix.BytePtrFromString("/tmp")
	path := uintptr(unsafe.Pointer(here))
	for _, c := range []struct {
		name string
		nr   uintptr
		args [3]uintptr
	}{
		{"ptrace", unix.SYS_PTRACE, [3]uintptr{unix.PTRACE_TRACEME}},
		{"process_vm_readv", unix.SYS_PROCESS_VM_READV, [3]uintptr{1}},
		{"process_vm_writev", unix.SYS_PROCESS_VM_WRITEV, [3]uintptr{1}},
		{"bpf", unix.SYS_BPF, [3]uintptr{}},
		{"perf_event_open", unix.SYS_PERF_EVENT_OPEN, [3]uintptr{}},
		{"userfaultfd", unix.SYS_USERFAULTFD, [3]uintptr{}},
		{"io_uring_setup", unix.SYS_IO_URING_SETUP, [3]uintptr{1, path}},
		{"keyctl", unix.SYS_KEYCTL, [3]uintptr{}},
		{"add_key", unix.SYS_ADD_KEY, [3]uintptr{}},
		{"mount", unix.SYS_MOUNT, [3]uintptr{path, path, path}},
		{"umount2", unix.SYS_UMOUNT2, [3]uintptr{path}},
		{"pivot_root", unix.SYS_PIVOT_ROOT, [3]uintptr{path, path}},
		{"chroot", unix.SYS_CHROOT, [3]uintptr{path}},
		{"open_tree", unix.SYS_OPEN_TREE, [3]uintptr{0, path, 1}},
		{"fsopen", unix.SYS_FSOPEN, [3]uintptr{path}},
		{"mount_setattr", unix.SYS_MOUNT_SETATTR, [3]uintptr{}},
		{"unshare", unix.SYS_UNSHARE, [3]uintptr{unix.CLONE_NEWUSER}},
		{"setns", unix.SYS_SETNS, [3]uintptr{}},
		{"kexec_load", unix.SYS_KEXEC_LOAD, [3]uintptr{}},
		{"init_module", unix.SYS_INIT_MODULE, [3]uintptr{}},
		{"reboot", unix.SYS_REBOOT, [3]uintptr{}},
		{"memfd_create", unix.SYS_MEMFD_CREATE, [3]uintptr{path}},
		{"shmget", unix.SYS_SHMGET, [3]uintptr{0, 1 << 20, 0o1600}},
		{"name_to_handle_at", unix.SYS_NAME_TO_HANDLE_AT, [3]uintptr{}},
		{"socket", unix.SYS_SOCKET, [3]uintptr{unix.AF_UNIX, unix.SOCK_STREAM}},
		{"vsock", unix.SYS_SOCKET, [3]uintptr{unix.AF_VSOCK, unix.SOCK_STREAM}},
		{"netlink", unix.SYS_SOCKET, [3]uintptr{unix.AF_NETLINK, unix.SOCK_RAW}},
		{"packet", unix.SYS_SOCKET, [3]uintptr{unix.AF_PACKET, unix.SOCK_RAW}},
		{"clone3", 435, [3]uintptr{path, 88}}, // the same number everywhere
	} {
		_, _, e := unix.Syscall(c.nr, c.args[0], c.args[1], c.args[2])
		attempt(c.name, errno(e))
	}
}

// privileges tries to be somebody else, and what only root may.
func privileges([]string) {
	attempt("setuid", syscall.Setuid(0))
	attempt("setgid", syscall.Setgid(0))
	attempt("setgroups", syscall.Setgroups([]int{0}))
	attempt("mknod", unix.Mknod("/tmp/disk", unix.S_IFBLK|0o600, int(unix.Mkdev(254, 0))))
	attempt("chown", os.Chown("/tmp", 0, 0))
	attempt("prlimit", unix.Prlimit(0, unix.RLIMIT_NPROC, &unix.Rlimit{Cur: 1 << 20, Max: 1 << 20}, nil))
	attempt("no core dumps", unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}))
	_, _, e := unix.RawSyscall(unix.SYS_SETRLIMIT, unix.RLIMIT_CORE, uintptr(unsafe.Pointer(&unix.Rlimit{})), 0)
	attempt("no core dumps, the old way", errno(e))
	attempt("nice", unix.Setpriority(unix.PRIO_PROCESS, 0, -10))
	attempt("hostname", unix.Sethostname([]byte("other")))
	attempt("remount", unix.Mount("", "/", "", unix.MS_REMOUNT|unix.MS_BIND, ""))
	attempt("tiocsti", unix.IoctlSetPointerInt(0, unix.TIOCSTI, 'x'))
	attempt("never to be killed for memory", os.WriteFile("/proc/1/oom_score_adj", []byte("-1000"), 0))
}

// namespaces tries to become root of a namespace inside.
func namespaces([]string) {
	for name, flags := range map[string]uintptr{"user": unix.CLONE_NEWUSER, "user and mounts": unix.CLONE_NEWUSER | unix.CLONE_NEWNS, "net": unix.CLONE_NEWNET, "pid": unix.CLONE_NEWPID} {
		c := exec.Command("/proc/self/exe", "hello")
		c.SysProcAttr = &syscall.SysProcAttr{Cloneflags: flags}
		attempt(name, c.Run())
	}
}
