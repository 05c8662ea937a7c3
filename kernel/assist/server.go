package assist

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"
)

var (
	errClosed = errors.New("the assistant is closed")
	errPause  = errors.New("gopls could not start; it is tried again later")
)

// pause is how long a gopls that did not come up is left alone.
const pause = 30 * time.Second

// server keeps a gopls while it is needed.
type server struct {
	o    Options
	turn chan struct{} // holds one value while somebody works with the process
	idle *time.Timer

	mu      sync.Mutex
	p       *process // nil before the first request and after a rest
	home    string
	started time.Time
	ready   bool      // p has answered
	used    time.Time // last
	blocked time.Time // no start before
	closed  bool
	more    []string // see Use
	folder  string
	stale   bool // p was started before Use
}

func newServer(o Options) *server {
	s := &server{o: o, turn: make(chan struct{}, 1)}
	s.idle = time.AfterFunc(o.Idle, s.rest)
	s.idle.Stop()
	return s
}

// ask has work done with a running gopls. It waits no longer than a budget; the work goes on without it, so that gopls becomes ready.
func ask[T any](ctx context.Context, s *server, work func(*process) (T, error)) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, s.budget())
	defer cancel()
	type answer struct {
		value T
		err   error
	}
	answers := make(chan answer, 1)
	var none T
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		return none, fmt.Errorf("gopls is busy: %w", ctx.Err())
	}
	go func() {
		defer func() { <-s.turn }()
		var a answer
		a.err = s.run(func(p *process) (err error) {
			a.value, err = work(p)
			return err
		})
		answers <- a
	}()
	select {
	case a := <-answers:
		return a.value, a.err
	case <-ctx.Done():
		return none, fmt.Errorf("gopls is slow: %w", ctx.Err())
	}
}

// budget is how long a request may wait now.
func (s *server) budget() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.ready:
		return s.o.Later
	case s.p == nil:
		return max(s.o.First, s.o.Later)
	}
	return max(s.o.Later, time.Until(s.started.Add(s.o.First)))
}

// isReady says whether gopls has answered since it started.
func (s *server) isReady() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ready
}

// run works with a process. If one that has worked before turns out to be dead, a new one does it.
func (s *server) run(work func(*process) error) error {
	s.idle.Stop()
	defer s.rearm()
	again := s.isReady()
	err := s.once(work)
	if again && errors.Is(err, errEnded) {
		err = s.once(work)
	}
	if err != nil && !errors.Is(err, errClosed) && !errors.Is(err, errPause) {
		fmt.Fprintln(s.o.Log, "completion:", err)
	}
	return err
}

func (s *server) rearm() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.used = time.Now()
	if !s.closed {
		s.idle.Reset(s.o.Idle)
	}
}

// once works with the process that runs, or with a new one. One that takes too long is killed, and whoever waits for it hears so.
func (s *server) once(work func(*process) error) error {
	p, fresh, err := s.running()
	if err != nil {
		return err
	}
	defer time.AfterFunc(s.o.Patience, p.child.Kill).Stop()
	if fresh {
		if err = p.initialize(s.o.Checkout); err != nil {
			s.note(p, true) // of no use, whatever it says
			return err
		}
	}
	err = work(p)
	s.note(p, errors.Is(err, errEnded))
	return err
}

// running returns the process, and whether it is new.
func (s *server) running() (p *process, fresh bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stale && s.p != nil {
		s.p.child.Kill()
		s.p, s.ready = nil, false
	}
	s.stale = false
	switch {
	case s.closed:
		return nil, false, errClosed
	case s.p != nil: // if it is dead, that shows in a moment
		return s.p, false, nil
	case time.Now().Before(s.blocked):
		return nil, false, errPause
	}
	s.started = time.Now()
	if p, err = s.start(); err != nil {
		s.blocked = time.Now().Add(pause)
		return nil, false, err
	}
	s.p = p
	return p, true, nil
}

func (s *server) start() (*process, error) {
	if s.home == "" {
		s.home = s.o.Cache
	}
	if s.home == "" {
		dir, err := os.MkdirTemp(s.o.Temp, "gensci-gopls-")
		if err != nil {
			return nil, err
		}
		s.home = dir
	}
	temp, err := os.MkdirTemp(s.o.Temp, "gensci-gopls-")
	if err != nil {
		return nil, err
	}
	o := s.o
	o.Env = slices.Concat(o.Env, s.more)
	seen := watch(s.folder) // before gopls looks
	var p *process
	cmd, err := command(o, s.home, temp)
	if err == nil {
		p, err = startProcess(cmd, temp, settings)
	}
	if err != nil {
		_ = os.RemoveAll(temp) // nothing is in it
	} else {
		p.watched = seen
	}
	return p, err
}

// note keeps what became of the work with a process: it answered, or it ended. One that ends before it ever answered will do so again.
func (s *server) note(p *process, ended bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case !ended:
		s.ready = true
	case !s.ready && !s.closed:
		s.blocked = time.Now().Add(pause)
	}
	if ended {
		p.end()
		s.p, s.ready = nil, false
	}
}

// rest ends a process that nobody has used for a while.
func (s *server) rest() {
	s.turn <- struct{}{}
	defer func() { <-s.turn }()
	s.mu.Lock()
	p := s.p
	if p != nil && time.Since(s.used) < s.o.Idle {
		p = nil
	} else {
		s.p, s.ready = nil, false
	}
	s.mu.Unlock()
	if p != nil {
		p.end()
	}
}

// close ends the process, whatever it does, and removes its files.
func (s *server) close() {
	s.mu.Lock()
	s.closed = true
	if s.p != nil {
		s.p.child.Kill()
	}
	s.mu.Unlock()
	s.idle.Stop()
	s.turn <- struct{}{} // what still works hears of the end
	defer func() { <-s.turn }()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.p != nil {
		s.p.end()
		s.p = nil
	}
	if s.home != "" && s.home != s.o.Cache {
		_ = os.RemoveAll(s.home) // a folder in the temporary folder
	}
}
