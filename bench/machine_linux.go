package main

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// limitThreads keeps the calling thread, and the processes that it starts from now on, on n of its processors. All sides take their number
// of threads from that. Call it on a locked thread.
func limitThreads(n int) error {
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
		return fmt.Errorf("-threads %d: this process has %d processors", n, want.Count())
	}
	return unix.SchedSetaffinity(0, &want)
}

// freeBytes is the room for an ordinary user in the file system of dir.
func freeBytes(dir string) int64 {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0
	}
	return int64(s.Bavail) * s.Bsize
}

// processor is the name of the processor.
func processor() string {
	info, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(info)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}
