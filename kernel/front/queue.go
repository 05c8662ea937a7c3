package front

import (
	"context"
	"slices"
	"sync"
)

// queue are the cells that wait, and controls that were moved.
type queue struct {
	mu   sync.Mutex
	all  []*request
	wake chan struct{} // holds a token if there may be something to take

	stop context.CancelFunc // of what is done while nothing waits; nil if nothing is
}

func (q *queue) add(r *request) { q.put(r, func(*request) bool { return false }) }

// put adds a request, in the place of one that is outdated by it, which comes back; nil if there is none.
func (q *queue) put(r *request, outdated func(old *request) bool) (old *request) {
	q.mu.Lock()
	if at := slices.IndexFunc(q.all, outdated); at >= 0 {
		old, q.all[at] = q.all[at], r
	} else {
		q.all = append(q.all, r)
	}
	if q.stop != nil {
		q.stop()
	}
	q.mu.Unlock()
	select {
	case q.wake <- struct{}{}:
	default:
	}
	return old
}

// idle does something while nothing waits: its context ends when something comes.
func (q *queue) idle(ctx context.Context, do func(context.Context)) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	q.mu.Lock()
	q.stop = stop
	waits := len(q.all) > 0
	q.mu.Unlock()
	if !waits {
		do(ctx)
	}
	q.mu.Lock()
	q.stop = nil
	q.mu.Unlock()
}

// next waits for a cell; nil at the end of ctx.
func (q *queue) next(ctx context.Context) *request {
	for {
		q.mu.Lock()
		if len(q.all) > 0 {
			r := q.all[0]
			q.all = q.all[1:]
			q.mu.Unlock()
			return r
		}
		q.mu.Unlock()
		select {
		case <-q.wake:
		case <-ctx.Done():
			return nil
		}
	}
}

// drain takes all cells; controls that were moved are left.
func (q *queue) drain() (cells []*request) {
	q.mu.Lock()
	defer q.mu.Unlock()
	var left []*request
	for _, r := range q.all {
		if r.Header.Type == "execute_request" {
			cells = append(cells, r)
		} else {
			left = append(left, r)
		}
	}
	q.all = left
	return cells
}
