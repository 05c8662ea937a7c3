package front

import (
	"context"
	"sync"
)

// queue are the cells that wait.
type queue struct {
	mu   sync.Mutex
	all  []*request
	wake chan struct{} // holds a token if there may be something to take
}

func (q *queue) add(r *request) {
	q.mu.Lock()
	q.all = append(q.all, r)
	q.mu.Unlock()
	select {
	case q.wake <- struct{}{}:
	default:
	}
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

// drain takes all.
func (q *queue) drain() []*request {
	q.mu.Lock()
	defer q.mu.Unlock()
	all := q.all
	q.all = nil
	return all
}
