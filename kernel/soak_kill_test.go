package kernel

import (
	"errors"
	"fmt"
	"syscall"
	"time"
)

// dies has happen what a kernel does not survive: another one must start on the same connection file, as Jupyter has it. It knows nothing of what the one
// before had declared and kept.
func (s *soak) dies(p plan) {
	for range p.kills {
		for _, victim := range []string{"front", "kernel"} {
			s.die(victim)
			s.tally.add(victim)
		}
	}
}

// die kills a process of the kernel at a random moment of some work.
func (s *soak) die(victim string) {
	s.Helper()
	s.run("var there = 1", nil)
	work := []string{"%%\ntime.Sleep(time.Hour)", fmt.Sprintf("%%%%\nfmt.Println(%d)", s.count), "!hang", "%%\nfor { fmt.Println(1) }", escaping + "time.Sleep(time.Hour)"}[s.rng.IntN(5)]
	if s.rng.IntN(3) == 0 {
		s.tab()
	}
	if _, err := s.session.Request("execute_request", map[string]any{"code": work}); err != nil {
		s.Fatal(err)
	}
	time.Sleep(s.moment(400))
	all := below(s.kernel.Pid())
	for _, p := range find(all, victim) {
		_ = syscall.Kill(p.pid, syscall.SIGKILL)
	}
	s.ended(all)
	s.start()
	s.run("%%\n_ = there", errFailed)
	s.nothingKept()
}

// kill kills a process of this name below the kernel at a random moment of work, at most some milliseconds after it was seen. Work goes on until one was hit.
func (s *soak) kill(name string, life int, work func()) {
	s.Helper()
	for begin := time.Now(); ; {
		over, hit, moment := make(chan struct{}), make(chan bool), s.moment(life)
		go func() { hit <- s.hit(name, moment, over) }()
		work()
		close(over)
		switch {
		case <-hit:
			return
		case time.Since(begin) > soakPatience:
			s.Fatalf("there was no %s to kill", name)
		}
	}
}

// hit waits for a process until work is over, and kills it a moment after it was seen.
func (s *soak) hit(name string, moment time.Duration, over <-chan struct{}) bool {
	for {
		for _, p := range find(below(s.kernel.Pid()), name) {
			time.Sleep(moment)
			now := processes()[p.pid]
			return now.began == p.began && !now.ended && syscall.Kill(p.pid, syscall.SIGKILL) == nil
		}
		select {
		case <-over:
			return false
		case <-time.After(time.Millisecond):
		}
	}
}

func (s *soak) killEngine() {
	s.Helper()
	s.kill("session", 300, s.cell)
	s.kept()
}

func (s *soak) killGonb() {
	s.Helper()
	s.kill("gonb", 300, s.cell)
	s.line()
}

// killGopls kills gopls. One that ended before it could answer is started again after half a minute.
func (s *soak) killGopls() {
	s.Helper()
	await(s.T, "gopls", func() bool {
		s.tab()
		return len(find(below(s.kernel.Pid()), "gopls")) > 0
	})
	s.kill("gopls", 300, func() { s.tab(); s.cell() })
	s.tab()
}

// killTool kills the compiler or the linker, which a cell survives if it has just done its work.
func (s *soak) killTool(name string, life int) {
	s.Helper()
	s.kill(name, life, func() {
		if _, err := s.try(fmt.Sprintf("%%%%\nfmt.Println(%d)", s.count)); err != nil && !errors.Is(err, errFailed) {
			s.Fatal(err)
		}
	})
}

func (s *soak) killProgram() {
	s.Helper()
	s.kill("cell", 300, func() { s.run(fmt.Sprintf("%%%%\ntime.Sleep(time.Hour + %d)", s.count), errFailed) })
}
