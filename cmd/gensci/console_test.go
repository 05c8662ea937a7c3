package main

import (
	"bytes"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/gensci/gensci/internal/terminal"
)

var seconds = regexp.MustCompile(`\(\d+\.\d s\)`)

// said is what was written, with all times alike.
func said(b *bytes.Buffer) string { return seconds.ReplaceAllString(b.String(), "(T)") }

func TestStepsEndWithALine(t *testing.T) {
	var b bytes.Buffer
	c := newConsole(&b)
	if err := c.step("a", func(report func(string)) (string, error) { report("x"); return "done", nil }); err != nil {
		t.Error(err)
	}
	oops := errors.New("oops")
	for _, result := range []string{"", "failed in cell 2"} {
		if err := c.step("b", func(func(string)) (string, error) { return result, oops }); !errors.Is(err, oops) {
			t.Errorf("the error became %v", err)
		}
	}
	c.note("c", "a note")
	want := "a           done (T)\nb           failed (T)\nb           failed in cell 2 (T)\nc           a note\n"
	if got := said(&b); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestLogLeavesOutRepetitions: a step that says the same is shown now and then, one that goes on each time.
func TestLogLeavesOutRepetitions(t *testing.T) {
	var b bytes.Buffer
	c := newConsole(&b)
	one, two := &step{name: "one", start: time.Now()}, &step{name: "two", start: time.Now()}
	one.status.set("cell 1 of 2")
	for i := range 8 {
		two.status.set(strings.Repeat("x", i+1))
		c.log(one)
		c.log(two)
	}
	if n := strings.Count(b.String(), "one "); n != 2 {
		t.Errorf("the step that did not go on is in the log %d times, want 2", n)
	}
	if n := strings.Count(b.String(), "two "); n != 8 {
		t.Errorf("the step that went on is in the log %d times, want 8", n)
	}
}

// onScreen plays what was written on a terminal: lines, carriage returns, and the two sequences that the console uses.
func onScreen(text string) []string {
	lines := []string{""}
	at := 0
	for text != "" {
		switch {
		case strings.HasPrefix(text, "\x1b[A"):
			at, text = max(at-1, 0), text[3:]
		case strings.HasPrefix(text, "\r"):
			text = text[1:] // every line is erased before it is written anew
		case strings.HasPrefix(text, "\x1b[J"):
			lines, text = append(lines[:at:at], ""), text[3:]
		case strings.HasPrefix(text, "\n"):
			if at++; at == len(lines) {
				lines = append(lines, "")
			}
			text = text[1:]
		default:
			r, n := utf8.DecodeRuneInString(text)
			lines[at] += string(r)
			text = text[n:]
		}
	}
	return lines
}

func TestTerminalShowsALineForEachStep(t *testing.T) {
	var b bytes.Buffer
	c := newConsole(&b)
	c.terminal = true
	one, two := &step{name: "one", start: time.Now()}, &step{name: "two", start: time.Now()}
	check := func(want ...string) {
		t.Helper()
		if got := onScreen(said(&b)); strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("the screen shows %q, want %q", got, want)
		}
	}
	c.begin(one)
	c.draw(one)
	check("one         … (T)")
	c.begin(two)
	c.draw(two) // not its turn
	check("one         … (T)")
	two.status.set("cell 1 of 3")
	c.draw(one)
	check("one         … (T)", "two         cell 1 of 3 (T)")
	c.end(one, "done")
	check("one         done (T)", "two         cell 1 of 3 (T)")
	c.note("xla", "skipped")
	check("one         done (T)", "xla         skipped", "two         cell 1 of 3 (T)")
	c.end(two, "done")
	check("one         done (T)", "xla         skipped", "two         done (T)", "")
}

func TestLinesFitTheTerminal(t *testing.T) {
	c := newConsole(&bytes.Buffer{})
	c.width = func() int { return 40 }
	for i := range 2 * mostLines {
		s := &step{name: strings.Repeat("n", 5*i), start: time.Now()}
		s.status.set("ünd so weiter: " + strings.Repeat("é", 10*i) + "end")
		c.running = append(c.running, s)
	}
	lines := c.frame()
	if len(lines) != mostLines || lines[mostLines-1] != "… and 11 more" {
		t.Errorf("%d lines, the last %q", len(lines), lines[len(lines)-1])
	}
	for i, l := range lines {
		if n := utf8.RuneCountInString(l); n > 39 {
			t.Errorf("%d characters: %s", n, l)
		}
		if i < 4 && !strings.Contains(l, "end (0.0 s)") {
			t.Errorf("the end of the text is not in %q", l)
		}
	}
	if got := terminal.Plain(lines[2]); got != lines[2] || !strings.HasPrefix(got, "nnnnnnnnnn  …") {
		t.Errorf("shortened to %q", got)
	}
}
