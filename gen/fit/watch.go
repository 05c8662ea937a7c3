package fit

import "sync/atomic"

// Watcher follows a run: it is called between engine calls with the history so far, and a last time when the run has ended, as
// History.Stopped tells. It must not change or keep the history. If it returns false the run ends, as one whose Options.Context is done.
type Watcher func(h *History) (goOn bool)

var watch atomic.Pointer[func(steps int) Watcher]

// Watch has all runs of this program that begin later followed by what begin returns for them; steps is how many a run will take. Nil ends that.
// It is how notebooks show training without being asked; whoever wants to follow one run uses Options.Callback.
func Watch(begin func(steps int) Watcher) {
	if begin == nil {
		watch.Store(nil)
		return
	}
	watch.Store(&begin)
}

// watcher is the one for a run.
func watcher(steps int) Watcher {
	if begin := watch.Load(); begin != nil {
		if w := (*begin)(steps); w != nil {
			return w
		}
	}
	return func(*History) bool { return true }
}
