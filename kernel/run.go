package kernel

import (
	"context"
	"fmt"
	"time"

	"github.com/gensci/gensci/internal/nbformat"
)

// Options say how a notebook is run.
type Options struct {
	Out         string        // folder for the executed notebook; made if it is missing
	Progress    func(Event)   // told of every step; may be nil
	CellTimeout time.Duration // for each cell, build included; 0 for none
	AllowErrors bool          // go on with the next cell after one that failed or took too long
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
	Source   string             // path of what was executed
	Path     string             // where it was written, "" if no cell was begun
	Begin    time.Time
	Elapsed  time.Duration
	Cells    []Cell // what became of its code cells, in order
}

// Cell is what became of a code cell.
type Cell struct {
	Index   int // in the notebook's list of cells
	State   State
	Message string // why it failed, in one line
	Elapsed time.Duration
}

// State is how far a cell came.
type State int

// The states of a code cell.
const (
	NotRun State = iota
	Passed
	Failed // also if it was interrupted, or took too long
)

// CellError says which cell kept a notebook from running to its end, or failed first, and why.
type CellError struct {
	Notebook string // path of the source
	Cell     int    // code cells count from 1
	Message  string // one line
	More     int    // how many others failed, if errors are allowed
	Err      error  // context.Canceled, context.DeadlineExceeded, …
}

func (e *CellError) Error() string {
	more := ""
	if e.More > 0 {
		more = fmt.Sprintf(" (and %d more)", e.More)
	}
	return fmt.Sprintf("%s: code cell %d: %s%s", e.Notebook, e.Cell, e.Message, more)
}

func (e *CellError) Unwrap() error { return e.Err }

// Run executes the code cells of the notebook at path in order, in the notebook's folder, and writes the notebook with its outputs into
// o.Out under the same name. It stops at the first error, which is a *CellError if a cell is to blame, and writes what it has. When ctx
// ends, the running cell is interrupted. Nothing is left running when Run returns, and the source is never changed.
//
// Several notebooks may run at the same time: each has a kernel with folders, sockets and an engine of its own.
func Run(ctx context.Context, path string, o Options) (Result, error) {
	j, err := NewJob(path, o)
	if err != nil {
		return Result{}, err
	}
	return j.Run(ctx)
}
