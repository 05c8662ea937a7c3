package machine

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// Limit keeps this process, and those that it starts from now on, on n of its processors. All sides of a measurement take their number of
// threads from that.
func Limit(n int) error {
	var have, want unix.CPUSet
	if err := unix.SchedGetaffinity(0, &have); err != nil {
		return fmt.Errorf("read the processors of this process: %w", err)
	}
	for cpu := 0; cpu < len(have)*64 && want.Count() < n; cpu++ {
		if have.IsSet(cpu) {
			want.Set(cpu)
		}
	}
	if want.Count() < n {
		return fmt.Errorf("%d processors are wanted, this process has %d", n, want.Count())
	}
	for range 2 { // a thread that came meanwhile may have been started by one whose turn was yet to come
		threads, err := os.ReadDir("/proc/self/task")
		if err != nil {
			return fmt.Errorf("list the threads of this process: %w", err)
		}
		for _, t := range threads {
			id, _ := strconv.Atoi(t.Name())
			if err := unix.SchedSetaffinity(id, &want); err != nil && !errors.Is(err, unix.ESRCH) {
				return fmt.Errorf("choose processors: %w", err)
			}
		}
	}
	return nil
}

// Free is the room for an ordinary user in the file system of dir.
func Free(dir string) int64 {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0
	}
	return int64(s.Bavail) * s.Bsize
}

// Processor is the name of the processor.
func Processor() string {
	info, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(info)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}

// Load is how many threads wanted to run during the last minute, on average.
func Load() float64 {
	text, _ := os.ReadFile("/proc/loadavg")
	var load float64
	_, _ = fmt.Sscan(string(text), &load)
	return load
}
