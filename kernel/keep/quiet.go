package keep

import (
	"runtime"
	"strconv"
	"strings"
	"time"
)

// quiet sees to goroutines of the cell that still run: while memory is read they should not write. One processor alone goes on, so that they can
// run only where this goroutine is interrupted, which is rare. It returns what the user should know.
//
// This is no lock. A goroutine that is changing a map at that moment makes Go end the program; the state then is what it was before the cell.
func (r *run) quiet() (notes []string) {
	for deadline := time.Now().Add(grace); runtime.NumGoroutine() > r.goroutines; runtime.Gosched() {
		if time.Now().After(deadline) {
			runtime.GOMAXPROCS(1)
			return running()
		}
	}
	return nil
}

// grace is how long goroutines that are about to end may take.
const grace = time.Millisecond

// running says how many goroutines the cell has started and left alone; those of libraries are their own matter.
func running() []string {
	stacks := make([]byte, 1<<16)
	stacks = stacks[:runtime.Stack(stacks, true)]
	switch n := strings.Count(string(stacks), "\ncreated by main."); n {
	case 0:
		return nil
	case 1:
		return []string{"a goroutine of the cell was still running when its values were saved; it has ended with the cell"}
	default:
		return []string{strconv.Itoa(n) + " goroutines of the cell were still running when its values were saved; they have ended with the cell"}
	}
}
