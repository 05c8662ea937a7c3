package keep

import (
	"os"
	"reflect"
	"runtime"
)

// StateVar is the environment variable that names the folder of the state.
const StateVar = "GENSCI_STATE"

// DryVar is the environment variable that, with the value 1, has a program restore variables and save none: the state stays as it is.
const DryVar = "GENSCI_DRY"

// The exit statuses of a program that did not end as its statements would have it.
const (
	ExitRefused     = 121 // a value could not be restored: nothing was run
	ExitUnsaved     = 122 // the values could not be saved: they are as they were before
	ExitInterrupted = 130
)

// Program is a cell as a program.
type Program struct {
	Cell int // its number
	// Vars are the variables that the cell uses or defines, and all that share memory with those, see [Manifest.Needs].
	Vars []Var
	// Types are those of values in interfaces, Funcs the functions and Globals pointers to package-level variables of libraries that the
	// components of Vars name, see [Component]. More of them do no harm. Globals should have the exported errors of the imported packages.
	Types   []reflect.Type
	Funcs   map[string]any
	Globals map[string]any
	Recipes func() // run after the values are restored; may be nil
	Run     func() // the statements
}

// Var is a package-level variable of the program that is kept between cells.
type Var struct {
	Name string
	Type string // as it shall be shown
	Ptr  any    // a pointer to it
	// Kept says that the cell uses the value: if it cannot be restored, the cell is not run.
	Kept bool
	// Old, if it is not nil, points to a pointer to a variable of another type: the cell defines the variable anew, with another type than it had, and
	// uses the value it had before. It gets a pointer to that value.
	Old any
	// Set, if it is not nil, points to what becomes true when the cell has defined the variable. A variable is saved if it was restored or if
	// *Set is true at the end.
	Set *bool
}

// Main runs a cell: it restores variables, runs the statements and saves the variables. How it ends is written into the proposal, see
// [Commit]. It returns only if all went well.
func Main(p Program) {
	r := &run{program: p, folder: os.Getenv(StateVar), dry: os.Getenv(DryVar) == "1"}
	current = r
	if err := r.restore(); err != nil {
		r.refuse(err)
	}
	listen(r.folder)
	r.started = here()
	defer r.end()
	if p.Recipes != nil {
		p.Recipes()
	}
	r.goroutines = runtime.NumGoroutine()
	p.Run()
	r.finished = true
}

// end saves after the statements: those that returned or ended the goroutine, those that panic and go on doing so, and those that were
// interrupted. It recovers from an interrupt alone: Go then prints a panic with the stack that led to it.
func (r *run) end() {
	outcome := Done
	switch {
	case stopping.Load():
		if v := recover(); v != nil && v != any(interrupt{}) {
			panic(v) // a deferred function of the cell panicked on its own
		}
		outcome = Interrupted
	case !r.finished && panicking():
		outcome = Panicked
	}
	err := r.save(outcome)
	if err != nil {
		say(err.Error())
	}
	switch {
	case outcome == Interrupted:
		say("interrupted")
		os.Exit(ExitInterrupted)
	case outcome == Panicked:
	case err != nil:
		os.Exit(ExitUnsaved)
	case !r.finished:
		os.Exit(0) // runtime.Goexit: without main, Go would wait for the other goroutines
	}
}

// panicking tells a panic from runtime.Goexit in a deferred function, without recovering from it.
func panicking() bool {
	var callers [64]uintptr
	frames := runtime.CallersFrames(callers[:runtime.Callers(0, callers[:])])
	for {
		f, more := frames.Next()
		switch f.Function {
		case "runtime.gopanic":
			return true
		case "runtime.Goexit":
			return false
		}
		if !more {
			return true
		}
	}
}

func say(sentence string) { _, _ = os.Stderr.WriteString(sentence + "\n") }
