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

// kill kills a process of this name below the kernel, at a random moment of a cell. Cells go on until one was there.
func (s *soak) kill(name string) {
	s.Helper()
	for begin, killed := time.Now(), false; !killed; {
		if time.Since(begin) > soakPatience {
			s.Fatalf("there was no %s to kill", name)
		}
		done, moment := make(chan bool), s.moment(300)
		go func() { time.Sleep(moment); done <- s.killOne(name) }()
		s.cellThatMayFail(name == "compile" || name == "link")
		killed = <-done
	}
}

// killGopls kills gopls at a random moment of a Tab. One that ended before it could answer is started again after half a minute.
func (s *soak) killGopls() {
	s.Helper()
	await(s.T, "gopls", func() bool {
		s.tab()
		return len(find(below(s.kernel.Pid()), "gopls")) > 0
	})
	done, moment := make(chan bool), s.moment(300)
	go func() { time.Sleep(moment); done <- s.killOne("gopls") }()
	for killed := false; !killed; {
		s.tab()
		select {
		case killed = <-done:
			if !killed {
				s.Fatal("gopls has ended by itself")
			}
		default:
		}
	}
	s.tab()
}

// killOne waits a moment for one to be there.
func (s *soak) killOne(name string) bool {
	for range 100 {
		for _, p := range find(below(s.kernel.Pid()), name) {
			return syscall.Kill(p.pid, syscall.SIGKILL) == nil
		}
		time.Sleep(time.Millisecond)
	}
	return false
}

// killProgram kills the program of a cell at a random moment.
func (s *soak) killProgram() {
	s.Helper()
	moment := s.moment(300)
	go func() {
		time.Sleep(moment)
		for begin := time.Now(); time.Since(begin) < soakPatience && !s.killOne("cell"); {
		}
	}()
	s.run(fmt.Sprintf("%%%%\ntime.Sleep(time.Hour + %d)", s.count), errFailed)
}

func (s *soak) cellThatMayFail(may bool) {
	s.Helper()
	if !may {
		s.cell()
		return
	}
	if _, err := s.try(fmt.Sprintf("%%%%\nfmt.Println(%d)", s.count)); err != nil && !errors.Is(err, errFailed) {
		s.Fatal(err)
	}
}
