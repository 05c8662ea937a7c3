package box

import (
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// thread is a thread that nobody else uses before or after. A box's mounts are staged in it, it becomes the box's user, and what the system kills with
// its parent (prctl(2), PR_SET_PDEATHSIG) it kills with the thread that started it.
type thread struct{ work chan func() }

func newThread() thread {
	t := thread{make(chan func())}
	go t.run()
	return t
}

func (t thread) run() {
	runtime.LockOSThread()
	if unix.Gettid() == os.Getpid() { // the first thread cannot end, and /proc/self speaks of it: another one, while this one is taken
		defer runtime.UnlockOSThread()
		done := make(chan struct{})
		go func() {
			defer close(done)
			t.run()
		}()
		<-done
		return
	}
	for f := range t.work {
		f()
	}
	// The thread ends with its goroutine, since it is still locked.
}

// do calls f in the thread.
func (t thread) do(f func()) {
	done := make(chan struct{})
	t.work <- func() {
		defer close(done)
		f()
	}
	<-done
}

// end ends the thread.
func (t thread) end() { close(t.work) }
