package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// console shows steps that take time: on a terminal one line that changes, elsewhere (a log) a line now and then.
type console struct {
	w        io.Writer
	terminal bool
}

func newConsole(w io.Writer) *console {
	file, ok := w.(*os.File)
	if !ok {
		return &console{w: w}
	}
	info, err := file.Stat()
	return &console{w: w, terminal: err == nil && info.Mode()&os.ModeCharDevice != 0}
}

// How often a running step is shown.
const (
	onTerminal = 200 * time.Millisecond
	inLog      = 10 * time.Second
)

// step runs work, shows what it reports with the time since its start, and ends with a line that has work's result. An error is the
// caller's to tell; the line then says that the step failed.
func (c *console) step(name string, work func(report func(detail string)) (result string, err error)) error {
	start := time.Now()
	s := &status{}
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		c.follow(name, s, start, done)
	}()
	result, err := work(s.set)
	close(done)
	<-ended
	if err != nil {
		result = "failed"
	}
	c.line(name, result, start, "\n")
	return err
}

// follow shows the status until done is closed.
func (c *console) follow(name string, s *status, start time.Time, done <-chan struct{}) {
	every, end := inLog, "\n"
	if c.terminal {
		every, end = onTerminal, ""
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return
		case <-tick.C:
			c.line(name, s.get(), start, end)
		}
	}
}

func (c *console) line(name, text string, start time.Time, end string) {
	clear := ""
	if c.terminal {
		clear = "\r\x1b[K" // back to the start of the line, and clear it
		if end == "" && len(text) > 60 {
			text = "…" + text[len(text)-57:]
		}
	}
	fmt.Fprintf(c.w, "%s%-11s %s (%.1f s)%s", clear, name, text, time.Since(start).Seconds(), end)
}

// note prints a line that is no step.
func (c *console) note(name, text string) { fmt.Fprintf(c.w, "%-11s %s\n", name, text) }

// status is what a step does at the moment.
type status struct {
	mu   sync.Mutex
	text string
}

func (s *status) set(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text = text
}

func (s *status) get() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.text == "" {
		return "…"
	}
	return s.text
}
