package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/gensci/gensci/kernel"
)

// batch are notebooks that are run, several at once.
type batch struct {
	show      *console
	jobs      []*kernel.Job
	names     []string // of the notebooks, unique, as slashed paths without .ipynb
	reports   []func(string)
	atOnce    int
	keepGoing bool
	ends      []end
}

// end is how a notebook ended.
type end struct {
	begun bool
	err   error
}

// newBatch reads all notebooks. They are run one by one unless atOnce is set.
func newBatch(notebooks []string, o kernel.Options, show *console) (*batch, error) {
	folders, err := places(notebooks)
	if err != nil {
		return nil, err
	}
	b := &batch{show: show, atOnce: 1, reports: make([]func(string), len(notebooks)), ends: make([]end, len(notebooks))}
	for i, path := range notebooks {
		mine := o
		mine.Out = filepath.Join(o.Out, folders[i])
		mine.Progress = func(e kernel.Event) { b.reports[i](progress(e)) }
		j, err := kernel.NewJob(path, mine)
		if err != nil {
			return nil, err
		}
		b.jobs = append(b.jobs, j)
		name := filepath.Join(folders[i], filepath.Base(path))
		b.names = append(b.names, filepath.ToSlash(strings.TrimSuffix(name, ".ipynb")))
	}
	return b, noneReplaced(b.jobs)
}

// progress says what a run is doing.
func progress(e kernel.Event) string {
	if e.Cell == 0 {
		return "starting the kernel"
	}
	return fmt.Sprintf("cell %d of %d", e.Cell, e.Cells)
}

// run returns when nothing runs any more. Its error says how many notebooks failed, and which one first.
func (b *batch) run(ctx context.Context) error {
	inOrder(len(b.jobs), b.atOnce, func(i int) bool {
		b.one(ctx, i)
		return ctx.Err() == nil && (b.keepGoing || b.ends[i].err == nil)
	})
	return b.verdict(ctx.Err() != nil)
}

// inOrder calls work for 0, 1, … n-1, at most atOnce at a time, until one returns false, and waits for those that are at work.
func inOrder(n, atOnce int, work func(i int) (goOn bool)) {
	var mu sync.Mutex
	next := 0
	take := func() (int, bool) {
		mu.Lock()
		defer mu.Unlock()
		next++
		return next - 1, next <= n
	}
	stop := func() {
		mu.Lock()
		defer mu.Unlock()
		next = n
	}
	var workers sync.WaitGroup
	for range min(n, atOnce) {
		workers.Go(func() {
			for i, ok := take(); ok; i, ok = take() {
				if !work(i) {
					stop()
				}
			}
		})
	}
	workers.Wait()
}

// one runs a notebook. Its error is told by verdict, and here too if there are others.
func (b *batch) one(ctx context.Context, i int) {
	_ = b.show.step(fmt.Sprintf("%-*s", b.widest(), b.names[i]+".ipynb"), func(report func(string)) (string, error) {
		b.reports[i] = report
		_, err := b.jobs[i].Run(ctx)
		b.ends[i] = end{true, err}
		return b.lastLine(err), err
	})
}

// widest is what the longest name takes.
func (b *batch) widest() (columns int) {
	for _, name := range b.names {
		columns = max(columns, utf8.RuneCountInString(name+".ipynb"))
	}
	return columns
}

func (b *batch) lastLine(err error) string {
	var cell *kernel.CellError
	switch {
	case err == nil:
		return "done"
	case len(b.jobs) == 1:
		return "failed"
	case errors.As(err, &cell):
		return fmt.Sprintf("failed in code cell %d: %s", cell.Cell, cell.Message)
	}
	return "failed: " + oneLine(err)
}

// verdict is nil if all notebooks ran to their end. The first that did not is the first on the command line.
func (b *batch) verdict(interrupted bool) error {
	var first error
	failed, waiting := 0, 0
	for _, e := range b.ends {
		switch {
		case !e.begun:
			waiting++
		case e.err != nil:
			failed++
			if first == nil {
				first = e.err
			}
		}
	}
	if failed+waiting == 0 {
		return nil
	}
	text := fmt.Sprintf("%d of %s failed", failed, count(len(b.jobs), "notebook"))
	if waiting > 0 {
		text += fmt.Sprintf(", %d not run", waiting)
	}
	if interrupted {
		text = "interrupted: " + text
	}
	if first == nil { // interrupted between two notebooks
		return errors.New(text)
	}
	return fmt.Errorf("%s: %w", text, first)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
