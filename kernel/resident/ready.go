package resident

import (
	"bytes"
	"sync/atomic"
)

// greeting is what the process writes to its standard output when it serves.
const greeting = "gensci session: serving"

// ready waits for it.
type ready struct{ seen atomic.Bool }

func (r *ready) Write(b []byte) (int, error) {
	if bytes.Contains(b, []byte(greeting)) { // written at once, so it comes at once
		r.seen.Store(true)
	}
	return len(b), nil
}

func (r *ready) yes() bool { return r.seen.Load() }
