package kernel

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gensci/gensci/internal/nbformat"
	"github.com/gensci/gensci/internal/replace"
)

// Job is a notebook that has been read and can be run, once. So whoever runs many finds out what cannot be run before the first begins.
type Job struct {
	o      Options
	path   string
	target string
	*recorder
	result Result
	cause  error // of the first cell that failed
}

// NewJob reads the notebook at path, for a Run of it, and makes o.Out ready.
func NewJob(path string, o Options) (*Job, error) {
	n, err := nbformat.ReadGo(path)
	if err != nil {
		return nil, err
	}
	n.Clear()
	target := filepath.Join(o.Out, filepath.Base(path))
	if err = prepareOut(path, target); err != nil {
		return nil, err
	}
	j := &Job{o: o, path: path, target: target, recorder: newRecorder(n), result: Result{Notebook: n, Source: path}}
	for i, c := range n.Cells {
		if c.Type == nbformat.Code && strings.TrimSpace(c.Source) != "" {
			j.result.Cells = append(j.result.Cells, Cell{Index: i})
		}
	}
	return j, nil
}

// prepareOut makes the folder of target and finds out now, not after minutes, whether it can be written.
func prepareOut(source, target string) error {
	if err := replace.Folder(filepath.Dir(target)); err != nil {
		return fmt.Errorf("executed notebooks have no place, choose another with -o: %w", err)
	}
	from, err := os.Stat(source)
	if err != nil {
		return fmt.Errorf("reading notebook: %w", err)
	}
	if to, e := os.Stat(target); e == nil && os.SameFile(from, to) {
		return fmt.Errorf("%s: the executed notebook would replace its source; choose another folder with -o", source)
	}
	return nil
}

// Path is the notebook that is to be run.
func (j *Job) Path() string { return j.path }

// Target is where it will be written.
func (j *Job) Target() string { return j.target }

// Result is what has become of the notebook until now. While Run runs it must not be called.
func (j *Job) Result() Result { return j.result }

// Run is the Run of the package, for a notebook that has been read.
func (j *Job) Run(ctx context.Context) (Result, error) {
	j.result.Begin = time.Now()
	err := j.all(ctx)
	j.result.Elapsed = time.Since(j.result.Begin)
	if err != nil && len(j.cells) == 0 {
		return j.result, err // no cell was begun: what an earlier run wrote is worth more
	}
	j.result.Path = j.target
	if e := j.notebook.Write(j.target); err == nil {
		err = e
	}
	return j.result, err
}

func (j *Job) all(ctx context.Context) error {
	j.tell(0, false)
	s, err := open(ctx, j.o.Environment, filepath.Dir(j.path))
	if ctx.Err() != nil && s == nil {
		return fmt.Errorf("%s: interrupted before its first cell", j.path)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", j.path, err)
	}
	defer s.close()
	for k := range j.result.Cells {
		j.tell(k+1, false)
		if err := j.one(ctx, s, &j.result.Cells[k]); err != nil && !j.goesOn(ctx, err) {
			break
		}
		j.tell(k+1, true)
	}
	return j.failed()
}

// one runs a cell and notes what became of it.
func (j *Job) one(ctx context.Context, s *session, c *Cell) error {
	if j.o.CellTimeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, j.o.CellTimeout)
		defer cancel()
	}
	begin := time.Now()
	err := s.execute(ctx, j.recorder, c.Index)
	c.State, c.Elapsed = Passed, time.Since(begin)
	if err != nil {
		c.State, c.Message = Failed, j.explain(err, c.Index)
		if j.cause == nil {
			j.cause = err
		}
	}
	return err
}

// goesOn tells whether the next cell is to be run after one that failed: not if the run is over, or the kernel is gone.
func (j *Job) goesOn(ctx context.Context, err error) bool {
	return j.o.AllowErrors && ctx.Err() == nil && (errors.Is(err, errFailed) || errors.Is(err, context.DeadlineExceeded))
}

// failed is the error of the first cell that failed, nil if none did.
func (j *Job) failed() error {
	var first *CellError
	for k, c := range j.result.Cells {
		switch {
		case c.State != Failed:
		case first == nil:
			first = &CellError{Notebook: j.path, Cell: k + 1, Message: c.Message, Err: j.cause}
		default:
			first.More++
		}
	}
	if first == nil {
		return nil // not first, which would be no nil
	}
	return first
}

// explain is why the cell stopped, in one line.
func (j *Job) explain(err error, i int) string {
	switch {
	case errors.Is(err, errFailed):
		return failure(&j.notebook.Cells[i])
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Sprintf("took longer than %s and was interrupted", j.o.CellTimeout)
	case errors.Is(err, context.Canceled):
		return "interrupted"
	}
	return err.Error()
}

func (j *Job) tell(cell int, done bool) {
	if j.o.Progress != nil {
		j.o.Progress(Event{Notebook: j.path, Cell: cell, Cells: len(j.result.Cells), Elapsed: time.Since(j.result.Begin), Done: done})
	}
}
