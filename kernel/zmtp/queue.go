package zmtp

import (
	"sync"
	"sync/atomic"
	"time"
)

// queue holds the messages that wait for one peer: as many as have limit bytes, and one more.
type queue struct {
	limit    int64
	patience time.Duration
	written  atomic.Int64 // bytes that the peer's connection took, over its life

	mu       sync.Mutex
	messages []message
	size     int64         // their cost
	err      error         // why it is closed
	wake     chan struct{} // holds a token if there may be something to take
	room     chan struct{} // closed when those who wait for room should look again; nil if nobody waits
}

func newQueue(o Options) *queue {
	return &queue{limit: o.Queue, patience: o.Patience, wake: make(chan struct{}, 1)}
}

// step is what a peer with a full queue must take in each patience.
func (q *queue) step() int64 { return max(1, q.limit/64) }

// push adds m. While the queue is full it waits, but only for a peer that goes on reading; for others it returns ErrSlow.
func (q *queue) push(m message) error {
	for {
		room, err := q.offer(m)
		if room == nil || err != nil {
			return err
		}
		before := q.written.Load()
		timer := time.NewTimer(q.patience)
		select {
		case <-room:
		case <-timer.C:
			if q.written.Load()-before < q.step() {
				return ErrSlow
			}
		}
		timer.Stop()
	}
}

// offer adds m if there is room; if there is none, it returns what to wait for.
func (q *queue) offer(m message) (room <-chan struct{}, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.err != nil {
		return nil, q.err
	}
	if q.size >= q.limit {
		if q.room == nil {
			q.room = make(chan struct{})
		}
		return q.room, nil
	}
	q.messages = append(q.messages, m)
	q.size += m.cost()
	q.signal()
	return nil, nil
}

// take removes the oldest message. If there is none it waits, unless wait is false. ok is false when there is none, and after waiting that
// means that none will come.
func (q *queue) take(wait bool) (m message, ok bool) {
	for {
		q.mu.Lock()
		if len(q.messages) > 0 {
			m = q.messages[0]
			q.messages[0] = message{} // lets go of its frames
			q.messages = q.messages[1:]
			if q.size -= m.cost(); q.size <= q.limit-q.step() {
				q.release()
			}
			q.mu.Unlock()
			return m, true
		}
		closed := q.err != nil
		q.mu.Unlock()
		if closed || !wait {
			return message{}, false
		}
		<-q.wake
	}
}

// close lets nothing more in, for the given reason. What waits can still be taken unless it is to be discarded.
func (q *queue) close(reason error, discard bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.err == nil {
		q.err = reason
	}
	if discard {
		q.messages, q.size = nil, 0
	}
	q.release()
	q.signal()
}

func (q *queue) release() {
	if q.room != nil {
		close(q.room)
		q.room = nil
	}
}

func (q *queue) signal() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}
