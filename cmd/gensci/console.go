package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"
)

// console shows steps that take time, also several at once: on a terminal a line each that changes, elsewhere (a log) a line now and then.
type console struct {
	w        io.Writer
	terminal bool
	width    func() int // columns of the terminal

	mu      sync.Mutex
	running []*step // in the order of their begin
	drawn   int     // lines of the terminal that the next frame replaces
}

func newConsole(w io.Writer) *console {
	c := &console{w: w, width: func() int { return defaultWidth }}
	if file, ok := w.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		c.terminal = true
		c.width = func() int {
			if width, _, err := term.GetSize(int(file.Fd())); err == nil && width > 0 {
				return width
			}
			return defaultWidth
		}
	}
	return c
}

// How often running steps are shown.
const (
	onTerminal = 200 * time.Millisecond
	inLog      = 10 * time.Second
	unchanged  = 6 // times that a log leaves a step out that says the same again
)

const (
	defaultWidth = 80
	mostLines    = 10 // of a terminal; more steps than that share the last one
)

// step is a step that runs.
type step struct {
	name   string
	start  time.Time
	status status
	said   string // in the log, and
	silent int    // how often it has been left out since
}

// step runs work, shows what it reports with the time since its start, and ends with a line that has work's result. An error is the
// caller's to tell; the line then has the result all the same, or says that the step failed.
func (c *console) step(name string, work func(report func(detail string)) (result string, err error)) error {
	s := &step{name: name, start: time.Now()}
	c.begin(s)
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		c.follow(s, done)
	}()
	result, err := work(s.status.set)
	close(done)
	<-ended
	if err != nil && result == "" {
		result = "failed"
	}
	c.end(s, result)
	return err
}

func (c *console) begin(s *step) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.running = append(c.running, s)
}

// end takes a step off the frame and leaves its last line.
func (c *console) end(s *step, result string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.running = slices.DeleteFunc(c.running, func(r *step) bool { return r == s })
	c.print(line(s.name, result, s.start))
}

// follow shows the step until done is closed.
func (c *console) follow(s *step, done <-chan struct{}) {
	every, show := inLog, c.log
	if c.terminal {
		every, show = onTerminal, c.draw
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return
		case <-tick.C:
			show(s)
		}
	}
}

// log writes a line for the step, unless it says what it has said not long ago.
func (c *console) log(s *step) {
	c.mu.Lock()
	defer c.mu.Unlock()
	text := s.status.get()
	if s.silent++; text == s.said && s.silent < unchanged {
		return
	}
	s.said, s.silent = text, 0
	c.print(line(s.name, text, s.start))
}

// draw draws the frame anew. The first of the steps that run does it for all.
func (c *console) draw(s *step) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.running) > 0 && c.running[0] == s {
		c.redraw()
	}
}

// print writes a line that stays, above the frame.
func (c *console) print(text string) {
	c.erase()
	fmt.Fprintln(c.w, text)
	if c.terminal && len(c.running) > 0 {
		c.redraw()
	}
}

func (c *console) redraw() {
	c.erase()
	lines := c.frame()
	fmt.Fprint(c.w, strings.Join(lines, "\n"))
	c.drawn = len(lines)
}

// erase clears the frame: back to the start of its first line, and everything from there on.
func (c *console) erase() {
	if c.drawn > 0 {
		fmt.Fprint(c.w, "\r"+strings.Repeat("\x1b[A", c.drawn-1)+"\x1b[J")
	}
	c.drawn = 0
}

// frame is a line for each step that runs, none longer than the terminal is wide: one that wraps could not be erased.
func (c *console) frame() []string {
	var lines []string
	for i, s := range c.running {
		if i == mostLines-1 && len(c.running) > mostLines {
			return append(lines, fmt.Sprintf("… and %d more", len(c.running)-i))
		}
		lines = append(lines, fit(s.name, s.status.get(), s.start, c.width()-1))
	}
	return lines
}

// fit shortens the text, of which the end says most, until the line has no more than width characters.
func fit(name, text string, start time.Time, width int) string {
	full := []rune(line(name, text, start))
	if len(full) <= width {
		return string(full)
	}
	short := []rune(text)
	if over := len(full) - width + 1; over < len(short) {
		return line(name, "…"+string(short[over:]), start)
	}
	return string(full[:max(width, 0)])
}

func line(name, text string, start time.Time) string {
	return fmt.Sprintf("%-11s %s (%.1f s)", name, text, time.Since(start).Seconds())
}

// note prints a line that is no step.
func (c *console) note(name, text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.print(fmt.Sprintf("%-11s %s", name, text))
}

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
