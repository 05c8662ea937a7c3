package zmtp

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// kilobyte costs 1024 bytes; a queue of 64 of them has a step of one.
var kilobyte = message{frames: [][]byte{make([]byte, 1024-96)}}

func fullQueue() *queue {
	q := newQueue(Options{Queue: 64 << 10, Patience: time.Second})
	for range 64 {
		if err := q.push(kilobyte); err != nil {
			panic(err)
		}
	}
	return q
}

func TestQueueIsBoundedByBytes(t *testing.T) {
	q := fullQueue()
	if room, err := q.offer(kilobyte); room == nil || err != nil {
		t.Errorf("a full queue takes more: %v", err)
	}
	q.take(false)
	if room, err := q.offer(kilobyte); room != nil || err != nil {
		t.Errorf("a queue with room takes nothing: %v", err)
	}
	empty := newQueue(Options{Queue: 1})
	if room, _ := empty.offer(kilobyte); room != nil {
		t.Error("a message above the limit never passes")
	}
	if n := (message{frames: make([][]byte, 100)}).cost(); n < 100*24 {
		t.Errorf("100 empty frames cost %d bytes, less than their slice", n)
	}
}

// TestPushGivesUp: the clock of the test shows that a peer that reads nothing costs one patience, a trickle too, and that one
// which reads a step in each patience is waited for as long as it takes.
func TestPushGivesUp(t *testing.T) {
	for name, c := range map[string]struct {
		perSecond int64
		want      time.Duration
		err       error
	}{
		"nothing": {0, time.Second, ErrSlow},
		"trickle": {1000, time.Second, ErrSlow},
		"steps":   {1100, 20 * time.Second, nil},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				q := fullQueue()
				start := time.Now()
				go func() { // the peer is in the middle of a message of 20 seconds
					for range 20 * 10 {
						time.Sleep(99 * time.Millisecond)
						q.written.Add(c.perSecond / 10)
					}
					q.take(false)
				}()
				if err := q.push(kilobyte); !errors.Is(err, c.err) {
					t.Errorf("got %v, want %v", err, c.err)
				}
				if took := time.Since(start).Round(time.Second); took != c.want {
					t.Errorf("after %v, want %v", took, c.want)
				}
				time.Sleep(time.Minute) // until the peer is done
			})
		})
	}
}

func TestQueueCloses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := fullQueue()
		pushed := make(chan error, 1)
		go func() { pushed <- q.push(kilobyte) }()
		synctest.Wait()
		q.close(ErrClosed, false)
		if err := <-pushed; !errors.Is(err, ErrClosed) {
			t.Errorf("waiting push got %v", err)
		}
		n := 0
		for _, ok := q.take(true); ok; _, ok = q.take(true) {
			n++
		}
		if n != 64 {
			t.Errorf("%d of 64 messages after close", n)
		}
		q = fullQueue()
		q.close(ErrNoPeer, true)
		if _, ok := q.take(true); ok {
			t.Error("a message that was discarded is there")
		}
		if err := q.push(kilobyte); !errors.Is(err, ErrNoPeer) {
			t.Errorf("push got %v", err)
		}
	})
}
