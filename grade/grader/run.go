package grader

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/gensci/gensci/grade/box"
	"github.com/gensci/gensci/grade/checker"
	"github.com/gensci/gensci/grade/program"
	"github.com/gensci/gensci/grade/verdict"
)

// grace is how long a student's program may stay once the checker has its verdict.
const grace = 300 * time.Millisecond

// ends are what a run of the two programs has left.
type ends struct {
	verdict          []byte
	student, checker box.Report
	checkerErr       error
}

// studentBox is the box of a student's program: there is nothing in it but the program and two pipes.
func (w *Workshop) studentBox(binary, test string, pipes ...*os.File) box.Box {
	return w.boxed(box.Box{
		Command: []string{"/program"}, ReadOnly: []box.Mount{{Host: binary, Box: "/program"}}, Files: pipes,
		Env:    []string{"GOMAXPROCS=2", "GOTRACEBACK=single"},
		Limits: box.Limits{CPU: w.cpu(test), Wall: w.wall(test), Memory: w.memory(), Output: 16 << 20},
	})
}

// checkerBox is the checker's. The seed is in the environment: command lines can be read by all users of the machine.
func (w *Workshop) checkerBox(test string, pipes ...*os.File) box.Box {
	return w.boxed(box.Box{
		Command: []string{"/checker", test, w.maximum[test].String()}, ReadOnly: []box.Mount{{Host: w.checker, Box: "/checker"}}, Files: pipes,
		Env:    []string{checker.SeedVariable + "=" + w.Seed(test)},
		Limits: box.Limits{CPU: 2*w.cpu(test) + 10*time.Second, Wall: w.wall(test) + w.cpu(test) + 10*time.Second, Memory: 1 << 30},
	})
}

// run runs a student's program beside the checker.
func (w *Workshop) run(ctx context.Context, binary, test string) (ends, error) {
	var pipes [3]struct{ out, in *os.File } // calls, answers, verdict
	for i := range pipes {
		var err error
		if pipes[i].out, pipes[i].in, err = os.Pipe(); err != nil {
			return ends{}, err
		}
		defer pipes[i].out.Close()
		defer pipes[i].in.Close()
	}
	calls, answers, said := pipes[0], pipes[1], pipes[2]
	student := w.studentBox(binary, test, calls.out, answers.in)
	checking := w.checkerBox(test, answers.out, calls.in, said.in)
	studentCtx, stop := context.WithCancel(ctx)
	defer stop()
	var e ends
	var studentErr error
	studentDone, checkerDone, verdictDone := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(studentDone)
		e.student, studentErr = student.Run(studentCtx)
		closeAll(calls.out, answers.in) // the checker reads the end
	}()
	go func() {
		defer close(checkerDone)
		e.checker, e.checkerErr = checking.Run(ctx)
		closeAll(answers.out, calls.in, said.in)
	}()
	go func() {
		defer close(verdictDone)
		e.verdict, _ = io.ReadAll(io.LimitReader(said.out, verdict.MaxLength+1)) // what is too long is refused later
	}()
	<-checkerDone
	select {
	case <-studentDone:
	case <-time.After(grace):
		stop()
		<-studentDone
	}
	said.out.Close() // a checker that has left its end to nobody
	<-verdictDone
	if errors.Is(studentErr, context.Canceled) && ctx.Err() == nil {
		studentErr = nil
	}
	return e, errors.Join(studentErr, e.checkerErr)
}

func closeAll(files ...*os.File) {
	for _, f := range files {
		_ = f.Close()
	}
}

// grade runs a program and makes a result of what came of it. disturbed says that the clock ended it, which on a busy machine may be nobody's fault.
func (w *Workshop) grade(ctx context.Context, binary, test string) (r Result, disturbed bool, err error) {
	r = Result{Test: test, Maximum: w.maximum[test]}
	e, err := w.run(ctx, binary, test)
	if err != nil {
		return r, false, err
	}
	r.CPU, r.Memory = e.student.CPU, e.student.Memory
	disturbed = e.student.Why == box.OverWall || e.checker.Why == box.OverWall
	v, err := verdict.Read(e.verdict, test, r.Maximum)
	if err == nil {
		return r.judged(v, e.student), disturbed, nil
	}
	return r.unjudged(e.checker, err), disturbed, nil
}

// Grade grades one hand-in: answers are the texts of solution cells by id. It returns a result for each of the tests. The error is for what hindered all of it.
func (w *Workshop) Grade(ctx context.Context, answers map[string]string, tests []string) ([]Result, error) {
	results := make([]Result, 0, len(tests))
	for _, test := range tests {
		r, err := w.one(ctx, answers, test)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			r = Result{Test: test, Maximum: w.maximum[test]}.fail(Ungraded, "the test could not be run: "+err.Error())
		}
		results = append(results, r)
	}
	return results, nil
}

// one grades one test.
func (w *Workshop) one(ctx context.Context, answers map[string]string, test string) (Result, error) {
	r := Result{Test: test, Maximum: w.maximum[test]}
	src, problems := w.plan.Student(test, answers)
	if len(problems) > 0 {
		return r.fail(Uncompilable, sentences(problems)...), nil
	}
	key := hash(src.Text(), test)
	if known, ok := w.known(key); ok {
		return known, nil
	}
	folder, err := os.MkdirTemp(w.work.folder, "program-")
	if err != nil {
		return r, err
	}
	defer os.RemoveAll(folder)
	problems, err = w.tools.Build(ctx, w.builder(), src, folder)
	if err != nil {
		return r, err
	}
	if len(problems) > 0 {
		return w.remember(key, r.fail(Uncompilable, sentences(problems)...)), nil
	}
	r, err = w.twice(ctx, filepath.Join(folder, program.Binary), test)
	if err != nil {
		return r, err
	}
	return w.remember(key, r), nil
}

// twice runs a program, and once more with nothing beside it if the clock has ended it.
func (w *Workshop) twice(ctx context.Context, binary, test string) (Result, error) {
	w.alone.RLock()
	r, disturbed, err := w.grade(ctx, binary, test)
	w.alone.RUnlock()
	if err != nil || !disturbed {
		return r, err
	}
	w.alone.Lock()
	defer w.alone.Unlock()
	r, _, err = w.grade(ctx, binary, test)
	return r, err
}

func (w *Workshop) known(key string) (Result, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	r, ok := w.graded[key]
	return r, ok
}

func (w *Workshop) remember(key string, r Result) Result {
	w.mu.Lock()
	defer w.mu.Unlock()
	if r.Status != Ungraded {
		w.graded[key] = r
	}
	return r
}

// Ungraded are results that say why nothing was graded.
func (w *Workshop) Ungraded(tests []string, why string) []Result {
	var out []Result
	for _, test := range tests {
		out = append(out, Result{Test: test, Maximum: w.maximum[test]}.fail(Ungraded, why))
	}
	return out
}
