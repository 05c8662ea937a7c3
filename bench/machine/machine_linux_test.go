package machine

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

func TestLimitHoldsForAllThreads(t *testing.T) {
	if err := Limit(10_000); err == nil || !strings.Contains(err.Error(), "10000 processors are wanted") {
		t.Errorf("more than there are: %v", err)
	}
	done := make(chan bool)
	defer close(done)
	for range 4 { // threads that wait in the kernel
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		go func() { <-done; w.Close() }() // which ends the reading
		go func() {
			_, _ = unix.Read(int(r.Fd()), make([]byte, 1))
			r.Close()
		}()
	}
	if err := Limit(1); err != nil {
		t.Fatal(err)
	}
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		t.Fatal(err)
	}
	for _, thread := range threads {
		id, _ := strconv.Atoi(thread.Name())
		var set unix.CPUSet
		if err := unix.SchedGetaffinity(id, &set); err == nil && set.Count() != 1 {
			t.Errorf("thread %d has %d processors", id, set.Count())
		}
	}
}
