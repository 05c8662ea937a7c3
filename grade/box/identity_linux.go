package box

import (
	"os"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// As root each box gets a user of its own, so that what the system counts per user (processes, RLIMIT_NPROC) it counts per box. The range is free on
// Debian: users and services lie below, systemd's from 60001.
const firstUser, lastUser = 59000, 59999

// needed are the capabilities of a root that can build boxes.
var needed = []int{unix.CAP_SYS_ADMIN, unix.CAP_SETUID, unix.CAP_SETGID, unix.CAP_CHOWN, unix.CAP_KILL, unix.CAP_DAC_OVERRIDE}

// identity is the user that a box belongs to, and what goes with being root or not.
type identity struct {
	root     bool
	uid, gid int
	claim    int // the socket that holds the claim to uid
	sources  map[string]string
}

// chooseIdentity is a free user for root, and the caller for everybody else.
func chooseIdentity() (*identity, error) {
	if os.Geteuid() != 0 {
		return &identity{uid: os.Getuid(), gid: os.Getgid(), claim: -1}, nil
	}
	if !capable(needed) {
		return nil, failed("this root may not mount or change users; run as an ordinary user, or give the container CAP_SYS_ADMIN")
	}
	first := firstUser + os.Getpid()%(lastUser-firstUser+1) // so that graders don't try the same ones
	for i := range lastUser - firstUser + 1 {
		uid := firstUser + (first-firstUser+i)%(lastUser-firstUser+1)
		if claim, err := claimUser(uid); err == nil {
			return &identity{root: true, uid: uid, gid: uid, claim: claim}, nil
		}
	}
	return nil, failed("no user between %d and %d is free", firstUser, lastUser)
}

// claimUser takes a user for one box. A name in the system's list of abstract sockets is had by one process, and is free again however that ends.
func claimUser(uid int) (claim int, err error) {
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, err
	}
	if err := unix.Bind(fd, &unix.SockaddrUnix{Name: "@gensci-box-user-" + strconv.Itoa(uid)}); err != nil {
		_ = unix.Close(fd)
		return -1, err
	}
	return fd, nil
}

func (who *identity) release() {
	if who.claim >= 0 {
		_ = unix.Close(who.claim)
	}
}

func capable(list []int) bool {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	if unix.Capget(&header, &data[0]) != nil {
		return false
	}
	for _, c := range list {
		if data[c/32].Effective&(1<<(c%32)) == 0 {
			return false
		}
	}
	return true
}

// attributes start bubblewrap as that user, without any privilege, and as the first process of a pid namespace: the system kills it with us, and
// with it everything in the namespace, at whatever moment that is.
func (who *identity) attributes() *syscall.SysProcAttr {
	a := &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Cloneflags: syscall.CLONE_NEWPID}
	if who.root {
		a.Credential = &syscall.Credential{Uid: uint32(who.uid), Gid: uint32(who.gid)}
		return a
	}
	a.Cloneflags |= syscall.CLONE_NEWUSER
	a.UidMappings = []syscall.SysProcIDMap{{ContainerID: who.uid, HostID: who.uid, Size: 1}}
	a.GidMappings = []syscall.SysProcIDMap{{ContainerID: who.gid, HostID: who.gid, Size: 1}}
	return a
}

// become makes this thread, and no other one, the box's user: a root without CAP_SYS_RESOURCE, as in containers, may not limit others' processes.
func (who *identity) become() error {
	if !who.root {
		return nil
	}
	id := uintptr(who.uid) // the group's number too
	if _, _, err := unix.RawSyscall(unix.SYS_SETRESGID, id, id, id); err != 0 {
		return err
	}
	if _, _, err := unix.RawSyscall(unix.SYS_SETRESUID, id, id, id); err != 0 {
		return err
	}
	return nil
}
