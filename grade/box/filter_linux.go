package box

import (
	"bytes"
	"encoding/binary"

	"golang.org/x/sys/unix"
)

// The filter is a program for the system's packet filter (seccomp(2)): it reads a call's number and arguments and says whether the call is made. It
// refuses what a Go program never needs and what reaches far into the system, so that a fault there is not within reach; everything else is held by
// namespaces and limits. A refused call fails with EPERM. Calls of another architecture (32 bit on amd64) and clone3, whose flags lie in memory
// where no filter can see them, do not exist (ENOSYS): programs fall back to clone.

// Where the filter finds what it reads (struct seccomp_data).
const (
	atNumber = 0
	atArch   = 4
	atArg0   = 16 // the lower halves
	atArg1   = 24
)

// newNamespaces are the flags of clone that make namespaces.
const newNamespaces = unix.CLONE_NEWUSER | unix.CLONE_NEWNS | unix.CLONE_NEWPID | unix.CLONE_NEWNET | unix.CLONE_NEWIPC | unix.CLONE_NEWUTS | unix.CLONE_NEWCGROUP

// refused are the calls that fail, on every architecture; those of one alone are in refusedHere.
var refused = []uint32{
	// other processes, and tracing
	unix.SYS_PTRACE, unix.SYS_PROCESS_VM_READV, unix.SYS_PROCESS_VM_WRITEV, unix.SYS_PROCESS_MADVISE, unix.SYS_KCMP, unix.SYS_PIDFD_GETFD,
	unix.SYS_PERF_EVENT_OPEN, unix.SYS_BPF, unix.SYS_USERFAULTFD, unix.SYS_LOOKUP_DCOOKIE, unix.SYS_MOVE_PAGES, unix.SYS_MIGRATE_PAGES,
	// namespaces and mounts
	unix.SYS_UNSHARE, unix.SYS_SETNS, unix.SYS_MOUNT, unix.SYS_UMOUNT2, unix.SYS_PIVOT_ROOT, unix.SYS_CHROOT, unix.SYS_MOVE_MOUNT, unix.SYS_OPEN_TREE,
	unix.SYS_FSOPEN, unix.SYS_FSCONFIG, unix.SYS_FSMOUNT, unix.SYS_FSPICK, unix.SYS_MOUNT_SETATTR, unix.SYS_NAME_TO_HANDLE_AT, unix.SYS_OPEN_BY_HANDLE_AT,
	unix.SYS_FANOTIFY_INIT, unix.SYS_FANOTIFY_MARK, unix.SYS_QUOTACTL, unix.SYS_QUOTACTL_FD, unix.SYS_SWAPON, unix.SYS_SWAPOFF, unix.SYS_ACCT,
	// the machine
	unix.SYS_KEXEC_LOAD, unix.SYS_KEXEC_FILE_LOAD, unix.SYS_INIT_MODULE, unix.SYS_FINIT_MODULE, unix.SYS_DELETE_MODULE, unix.SYS_REBOOT, unix.SYS_SYSLOG,
	unix.SYS_SETTIMEOFDAY, unix.SYS_CLOCK_SETTIME, unix.SYS_CLOCK_ADJTIME, unix.SYS_ADJTIMEX, unix.SYS_SETHOSTNAME, unix.SYS_SETDOMAINNAME, unix.SYS_VHANGUP,
	unix.SYS_NFSSERVCTL, unix.SYS_PERSONALITY,
	// keys
	unix.SYS_ADD_KEY, unix.SYS_REQUEST_KEY, unix.SYS_KEYCTL,
	// rings
	unix.SYS_IO_URING_SETUP, unix.SYS_IO_URING_ENTER, unix.SYS_IO_URING_REGISTER, unix.SYS_IO_SETUP, unix.SYS_VMSPLICE,
	// memory that belongs to no process and that only a cgroup counts
	unix.SYS_MEMFD_CREATE, unix.SYS_MEMFD_SECRET, unix.SYS_SHMGET, unix.SYS_SHMAT, unix.SYS_SHMCTL, unix.SYS_MSGGET, unix.SYS_MSGSND, unix.SYS_SEMGET, unix.SYS_MQ_OPEN,
}

// filter is the program, as bubblewrap reads it. Without sockets, socket(2) is refused; with them there are those of Unix and the Internet only:
// others, of virtual machines for one, reach beyond a network namespace.
func filter(sockets bool) []byte {
	var a assembler
	a.load(atArch)
	a.unless(arch, unix.ENOSYS)
	a.load(atNumber)
	a.from(foreignCalls, unix.ENOSYS)
	a.equal(unix.SYS_CLONE3, unix.ENOSYS)
	for _, call := range append(append([]uint32{}, refused...), refusedHere...) {
		a.equal(call, unix.EPERM)
	}
	a.when(unix.SYS_CLONE, atArg0, unix.BPF_JSET, newNamespaces, unix.EPERM)
	// Their limit for core dumps keeps these from the machine's collector of dumps, which is root's: see setLimits.
	a.when(unix.SYS_SETRLIMIT, atArg0, unix.BPF_JEQ, unix.RLIMIT_CORE, unix.EPERM)
	a.when(unix.SYS_PRLIMIT64, atArg1, unix.BPF_JEQ, unix.RLIMIT_CORE, unix.EPERM)
	if !sockets {
		a.equal(unix.SYS_SOCKET, unix.EPERM)
		a.allow()
		return a.program()
	}
	a.add(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K, unix.SYS_SOCKET, 1, 0)
	a.allow()
	a.load(atArg0)
	for i, family := range []uint32{unix.AF_UNIX, unix.AF_INET, unix.AF_INET6} {
		a.add(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K, family, uint8(3-i), 0)
	}
	a.fail(unix.EAFNOSUPPORT)
	a.allow()
	return a.program()
}

// assembler collects instructions.
type assembler struct{ code []unix.SockFilter }

func (a *assembler) add(code uint16, k uint32, yes, no uint8) {
	a.code = append(a.code, unix.SockFilter{Code: code, K: k, Jt: yes, Jf: no})
}

func (a *assembler) load(at uint32) { a.add(unix.BPF_LD|unix.BPF_W|unix.BPF_ABS, at, 0, 0) }
func (a *assembler) fail(e unix.Errno) {
	a.add(unix.BPF_RET|unix.BPF_K, unix.SECCOMP_RET_ERRNO|uint32(e), 0, 0)
}
func (a *assembler) allow() { a.add(unix.BPF_RET|unix.BPF_K, unix.SECCOMP_RET_ALLOW, 0, 0) }

// equal, unless and from fail if what was loaded equals k, differs from it, or is not below it.
func (a *assembler) equal(k uint32, e unix.Errno) {
	a.add(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K, k, 0, 1)
	a.fail(e)
}

func (a *assembler) unless(k uint32, e unix.Errno) {
	a.add(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K, k, 1, 0)
	a.fail(e)
}

func (a *assembler) from(k uint32, e unix.Errno) {
	a.add(unix.BPF_JMP|unix.BPF_JGE|unix.BPF_K, k, 0, 1)
	a.fail(e)
}

// when fails if the call is this one and a test of its argument, BPF_JEQ or BPF_JSET, holds. The number is loaded again.
func (a *assembler) when(call, argument uint32, test uint16, k uint32, e unix.Errno) {
	a.add(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K, call, 0, 4)
	a.load(argument)
	a.add(unix.BPF_JMP|test|unix.BPF_K, k, 0, 1)
	a.fail(e)
	a.load(atNumber)
}

// program is what the kernel reads: eight bytes an instruction, in the machine's order.
func (a *assembler) program() []byte {
	var out bytes.Buffer
	for _, instruction := range a.code {
		_ = binary.Write(&out, binary.NativeEndian, instruction) // a buffer takes everything
	}
	return out.Bytes()
}
