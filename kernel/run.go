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
)

// Options say how a notebook is run.
type Options struct {
	Out         string        // folder for the executed notebook; made if it is missing
	Progress    func(Event)   // told of every step; may be nil
	CellTimeout time.Duration // for each cell, build included; 0 for none
	Environment Environment
}

// Event is a step of a run. Cells count as they are executed: code cells from 1.
type Event struct {
	Notebook    string        // path of the source
	Cell, Cells int           // the cell that begins, of how many; 0 while the kernel starts
	Elapsed     time.Duration // since the run began
	Done        bool          // the cell, and with the last one the notebook, is done
}

// Result is an executed notebook.
type Result struct {
	Notebook *nbformat.Notebook // with outputs, as far as it came
	Path     string             // where it was written, "" if no cell was begun
	Elapsed  time.Duration
}

// CellError says which cell kept a notebook from running to its end, and why.
type CellError struct {
	Notebook string // path of the source
	Cell     int    // code cells count from 1
	Message  string // one line
	Err      error  // context.Canceled, context.DeadlineExceeded, …
}

func (e *CellError) Error() string {
	return fmt.Sprintf("%s: code cell %d: %s", e.Notebook, e.Cell, e.Message)
}

func (e *CellError) Unwrap() error { return e.Err }

// Run executes the code cells of the notebook at path in order, in the notebook's folder, and writes the notebook with its outputs into
// o.Out under the same name. It stops at the first error, which is a *CellError if a cell is to blame, and writes what it has. When ctx
// ends, the running cell is interrupted. Nothing is left running when Run returns, and the source is never changed.
func Run(ctx context.Context, path string, o Options) (Result, error) {
	begin := time.Now()
	n, err := nbformat.ReadGo(path)
	if err != nil {
		return Result{}, err
	}
	n.Clear()
	target := filepath.Join(o.Out, filepath.Base(path))
	if err = prepareOut(path, target); err != nil {
		return Result{}, err
	}
	run := runner{Options: o, recorder: newRecorder(n), path: path, begin: begin}
	err = run.all(ctx)
	result := Result{Notebook: n, Elapsed: time.Since(begin)}
	if err != nil && len(run.cells) == 0 {
		return result, err // no cell was begun: what an earlier run wrote is worth more
	}
	result.Path = target
	if e := n.Write(target); err == nil {
		err = e
	}
	return result, err
}

// prepareOut makes the folder of target and finds out now, not after minutes, whether it can be written.
func prepareOut(source, target string) error {
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return fmt.Errorf("the folder for executed notebooks cannot be made: %w", err)
	}
	from, err := os.Stat(source)
	if err != nil {
		return fmt.Errorf("reading notebook: %w", err)
	}
	if to, e := os.Stat(target); e == nil && os.SameFile(from, to) {
		return fmt.Errorf("%s: the executed notebook would replace its source; choose another folder with -o", source)
	}
	probe, err := os.CreateTemp(filepath.Dir(target), ".gensci-*")
	if err != nil {
		return fmt.Errorf("the folder for executed notebooks cannot be written, choose another with -o: %w", err)
	}
	_ = probe.Close()
	return os.Remove(probe.Name())
}

// runner is one run of one notebook.
type runner struct {
	Options
	*recorder
	path  string
	begin time.Time
}

func (r *runner) all(ctx context.Context) error {
	var code []int
	for i, c := range r.notebook.Cells {
		if c.Type == nbformat.Code && strings.TrimSpace(c.Source) != "" {
			code = append(code, i)
		}
	}
	r.tell(0, len(code), false)
	s, err := open(ctx, r.Environment, filepath.Dir(r.path))
	if err != nil {
		return fmt.Errorf("%s: %w", r.path, err)
	}
	defer s.close()
	for k, i := range code {
		r.tell(k+1, len(code), false)
		if err := r.one(ctx, s, i); err != nil {
			return &CellError{Notebook: r.path, Cell: k + 1, Message: r.explain(err, i), Err: err}
		}
		r.tell(k+1, len(code), true)
	}
	return nil
}

func (r *runner) one(ctx context.Context, s *session, i int) error {
	if r.CellTimeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, r.CellTimeout)
		defer cancel()
	}
	return s.execute(ctx, r.recorder, i)
}

// explain is why the cell stopped, in one line.
func (r *runner) explain(err error, i int) string {
	switch {
	case errors.Is(err, errFailed):
		return failure(&r.notebook.Cells[i])
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Sprintf("took longer than %s and was interrupted", r.CellTimeout)
	case errors.Is(err, context.Canceled):
		return "interrupted"
	}
	return err.Error()
}

func (r *runner) tell(cell, cells int, done bool) {
	if r.Progress != nil {
		r.Progress(Event{Notebook: r.path, Cell: cell, Cells: cells, Elapsed: time.Since(r.begin), Done: done})
	}
}
