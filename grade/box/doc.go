// Package box runs a program that may be hostile: it sees what it is given, uses no more than it may, and leaves nothing.
//
//	report, err := box.Box{
//		Command:  []string{"/box/student"},
//		ReadOnly: []box.Mount{{Host: binary, Box: "/box/student"}},
//		Files:    []*os.File{calls, answers}, // its descriptors 3 and 4
//		Limits:   box.Limits{CPU: 2 * time.Second, Memory: 256 << 20},
//	}.Run(ctx)
//	if err != nil { … }                  // there was no sandbox: nothing is said of the program
//	fmt.Println(report, report.Stderr)   // "exited with status 2" and why
//
// A box is built by bubblewrap (bwrap(1)) out of namespaces, for each run anew. Check tells beforehand whether that is possible. It costs 3 to 5 ms
// over the bare program on a quiet machine, and 15 to 20 ms on one with six times more to do than processors.
//
// # What a program in a box cannot do
//
//   - See files, processes, users, the network, the host's name, the environment or descriptors of this machine: there is /proc of its own processes,
//     four devices, an empty /tmp and what was mounted. All but /tmp and writable folders is read-only.
//   - Get privileges: it is no root, has no capabilities, cannot get any (no_new_privs), nor make namespaces of its own.
//   - Use more than its limits. The CPU time of all its processes and threads counts together, and so does their memory, with the files in /tmp.
//   - Outlive the box: when its first process ends, or the caller is killed, whatever it has started is killed by the system. A caller that was killed
//     leaves empty cgroups at most, which the next one removes.
//   - Call what reaches far into the kernel: a seccomp filter refuses tracing, mounts, namespaces, io_uring, bpf, keys, … (filter_linux.go has the list).
//
// # What is not protected
//
//   - The kernel is shared. A fault in a system call that Go programs need is a way out; keep it up to date.
//   - Time and load can be observed, and so can /proc/cpuinfo, /proc/meminfo, and in /proc/self/mountinfo where on the disk its mounts lie.
//   - What it writes to Stdout, Stderr and Files is bytes from a stranger. A descriptor in Files is the program's to use in every way it allows; give pipes.
//     Where the box's user is the caller's (not root), a pipe can be opened in the other direction too, through /proc/self/fd.
//   - A writable folder can be filled with many files; only the size of each is limited.
//   - Exit status 128+n and signal n look the same, as in shells.
//   - Boxes at once share processors and caches: times are not exact.
//
// # Who runs it
//
// root gives each box a user of its own (59000 to 59999), which no two boxes share at once, and mounts also what lies in folders that only root may
// enter. It needs CAP_SYS_ADMIN, CAP_SETUID, CAP_SETGID, CAP_CHOWN, CAP_KILL and CAP_DAC_OVERRIDE; CAP_SYS_RESOURCE is not needed. Everybody else runs
// boxes as themselves, in user namespaces; since Linux 5.14 processes are counted per namespace, so that one box does not use up another's.
//
// What holds depends on whether we may make cgroups (root mostly may, of either version; a user where a service manager has delegated one):
//
//	             with cgroups                      without
//	memory       the kernel's count and limit      each process's address space (2 GB more than asked), and every 10 ms resident memory and /tmp of all;
//	                                               what the kernel keeps for descriptors is not counted
//	CPU time     the kernel's count                every 10 ms the processes that live; what is burnt in children that end between two looks and that
//	                                               nobody waits for is missed, and ends by the limit on the clock
//	processes    pids.max and RLIMIT_NPROC         RLIMIT_NPROC
//
// A box that is Bare is none: see there.
package box
