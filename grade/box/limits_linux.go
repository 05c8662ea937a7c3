package box

import (
	"fmt"
	"math"
	"time"

	"golang.org/x/sys/unix"
)

// goReserves is the address space that a Go program takes before it does anything.
const goReserves = 2 << 30

// setLimits limits what single processes use. What a cgroup counts over all processes of the box is better; byGroup tells whether memory is counted so.
func setLimits(pid int, l Limits, byGroup bool) error {
	limits := map[int]uint64{
		unix.RLIMIT_CPU:      uint64((l.CPU+time.Second-1)/time.Second) + 1, // the watch is more exact
		unix.RLIMIT_NPROC:    uint64(l.Processes),
		unix.RLIMIT_NOFILE:   uint64(l.OpenFiles),
		unix.RLIMIT_FSIZE:    uint64(l.FileSize),
		unix.RLIMIT_CORE:     1, // not 0: with 1 alone the kernel starts no collector of dumps either (core(5))
		unix.RLIMIT_MEMLOCK:  0,
		unix.RLIMIT_MSGQUEUE: 0,
	}
	if !byGroup {
		limits[unix.RLIMIT_AS] = uint64(l.Memory) + goReserves
	}
	for resource, value := range limits {
		var old unix.Rlimit
		if err := unix.Prlimit(pid, resource, nil, &old); err != nil {
			return fmt.Errorf("limit %d: %w", resource, err)
		}
		value = min(value, old.Max) // which only some may raise
		if err := unix.Prlimit(pid, resource, &unix.Rlimit{Cur: value, Max: value}, nil); err != nil {
			return fmt.Errorf("limit %d: %w", resource, err)
		}
	}
	return nil
}

// closeOnExec keeps descriptors that we have inherited ourselves, from a shell say, from being inherited by what we start. Go opens none like that.
func closeOnExec() {
	_ = unix.CloseRange(3, math.MaxUint32, unix.CLOSE_RANGE_CLOEXEC) // since Linux 5.11
}
