package child

import (
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// killLimit is how long killed processes are waited for. Those that hang in the system, in a network's file system say, cannot be killed.
const killLimit = 5 * time.Second

// Adopt makes this process the parent of all descendants whose own parent ends, and collects those when they end. Every process that it starts
// itself must be started by Start or Run from now on: others would be taken for adopted ones.
var Adopt = sync.OnceFunc(func() {
	adopting.Store(true)
	_ = unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) // without it they are init's
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGCHLD)
	go func() {
		for range ended {
			collectAdopted()
		}
	}()
})

var adopting atomic.Bool

// Watch is what had been adopted at some moment.
type Watch map[identity]bool

// NewWatch begins to watch.
func NewWatch() Watch {
	ours.mu.Lock()
	defer ours.mu.Unlock()
	w := Watch{}
	for _, pid := range adopted() {
		w[identify(pid)] = true
	}
	return w
}

// Kill ends what has been adopted since the watch began, with all that it has started. Processes that LastingVariable marks are left.
func (w Watch) Kill() {
	killAll(func() (found []int) {
		for _, pid := range adopted() {
			if !w[identify(pid)] && !lasting(pid) {
				found = append(found, pid)
			}
		}
		return found
	})
}

// KillAll ends all children that are left, with all that they have started.
func KillAll() { killAll(children) }

// killAll kills what find finds until that is nothing: the children of what was killed come to us.
func killAll(find func() []int) {
	for deadline := time.Now().Add(killLimit); killOnce(find) && time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		collectAdopted()
	}
}

func killOnce(find func() []int) (found bool) {
	ours.mu.Lock() // so that nobody collects one of them meanwhile, whose number could be another's then
	defer ours.mu.Unlock()
	for _, pid := range find() {
		_ = syscall.Kill(pid, syscall.SIGKILL)
		found = true
	}
	return found
}

// collectAdopted collects the adopted processes that have ended.
func collectAdopted() {
	ours.mu.Lock()
	defer ours.mu.Unlock()
	for _, pid := range adopted() {
		_, _ = syscall.Wait4(pid, nil, syscall.WNOHANG, nil) // which lives, mostly
	}
}

// adopted lists the children that Start has not started. The caller holds ours.mu.
func adopted() (pids []int) {
	if !adopting.Load() {
		return nil // what is not ours is somebody else's then
	}
	for _, pid := range children() {
		if !ours.pids[pid] {
			pids = append(pids, pid)
		}
	}
	return pids
}
