package front

import (
	"context"
	"errors"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/gensci/gensci/kernel/build"
	"github.com/gensci/gensci/kernel/cell"
	"github.com/gensci/gensci/kernel/run"
)

// order is the content of an execute_request.
type order struct {
	Code        string         `json:"code"`
	Silent      bool           `json:"silent"`
	Store       *bool          `json:"store_history"`
	Expressions map[string]any `json:"user_expressions"`
	AllowStdin  *bool          `json:"allow_stdin"`
	StopOnError *bool          `json:"stop_on_error"`
}

func yes(b *bool) bool { return b == nil || *b } // the protocol's defaults

// rest is the time after a cell in which the next one may come; then memory is given back that much output has taken, say.
const rest = 3 * time.Second

// work executes what waits, one after the other.
func (f *Front) work(ctx context.Context) {
	giveBack := time.AfterFunc(rest, debug.FreeOSMemory)
	defer giveBack.Stop()
	for {
		r := f.queue.next(ctx)
		if r == nil {
			return
		}
		giveBack.Stop()
		if r.Header.Type == "comm_msg" {
			f.interact(ctx, r)
		} else {
			f.execute(ctx, r)
			for _, b := range f.boxes.recent() {
				b.built = false
			}
		}
		f.queue.idle(ctx, f.prebuild)
		giveBack.Reset(rest)
	}
}

// execute executes a cell and answers its request when everything has been published.
func (f *Front) execute(ctx context.Context, r *request) {
	r.begin()
	defer r.end()
	t, over := f.turn(ctx)
	defer over()
	var o order
	if err := r.content(&o); err != nil {
		r.reply("execute_reply", failure(err))
		return
	}
	if o.Silent {
		off := false
		o.Store = &off
	}
	if yes(o.Store) {
		f.count++
		f.o.History.Add(f.count, o.Code)
	}
	if !o.Silent {
		r.publish("execute_input", dict{"code": o.Code, "execution_count": f.count})
	}
	f.closeBoxes(r, func(b *box) bool { return b.cell == r.cell(o) })
	err := f.cell(t, r, o)
	reply := dict{"status": "ok", "user_expressions": expressions(o.Expressions), "payload": []any{}}
	if err != nil {
		if reply = failure(f.hinted(err, o.Code)); !o.Silent {
			r.publish("error", dict{"ename": reply["ename"], "evalue": reply["evalue"], "traceback": reply["traceback"]})
		}
	}
	reply["execution_count"] = f.count
	r.reply("execute_reply", reply)
	if err != nil && yes(o.StopOnError) {
		f.abort()
	}
}

// turn is the time in which a cell runs. It ends when the cell is interrupted.
type turn struct {
	context.Context
	end context.Context // with the second interrupt, or with the kernel
}

// turn begins a cell's turn.
func (f *Front) turn(ctx context.Context) (t turn, over func()) {
	var first, second context.CancelCauseFunc
	t.end, second = context.WithCancelCause(ctx)
	t.Context, first = context.WithCancelCause(t.end)
	set := func(interrupts ...context.CancelCauseFunc) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.interrupts, f.interrupted = interrupts, time.Time{}
	}
	set(first, second)
	return t, func() { set(); second(nil) }
}

// abort answers the cells that wait without executing them.
func (f *Front) abort() {
	for _, r := range f.queue.drain() {
		r.status("busy")
		r.reply("execute_reply", dict{"status": "aborted"}) // it gets no number, since it was not executed
		r.status("idle")
	}
}

// expressions answers user_expressions: a compiled language has none.
func expressions(asked map[string]any) dict {
	all := dict{}
	for name := range asked {
		all[name] = failure(errors.New("user expressions are not evaluated by this kernel"))
	}
	return all
}

// cell runs the lines for GoNB and the Go code of a cell.
func (f *Front) cell(t turn, r *request, o order) error {
	lines, err := f.ownMagics(t, r, o, cell.Split(o.Code).Specials)
	if err != nil {
		return err
	}
	f.look(t)
	p, err := f.memory.Prepare(t, o.Code, f.count)
	if err != nil {
		return err
	}
	if len(lines) > 0 {
		if err = f.gonb.execute(t, r, o, lines); err != nil {
			return err
		}
	}
	if p.Source == "" {
		return nil
	}
	return f.program(t, r, o, p)
}

// program builds and runs what a cell has become.
func (f *Front) program(t turn, r *request, o order, p *cell.Program) error {
	binary, err := f.module.Build(t, []byte(p.Source), "cell")
	var wrong *build.CompileError
	switch {
	case errors.As(err, &wrong):
		return p.CompileErrors(wrong.Output)
	case err != nil:
		return err
	}
	f.remember(p.Commit)
	if !p.Main {
		return nil
	}
	return f.run(t, r, o, p, binary)
}

// run runs a cell's program.
func (f *Front) run(t turn, r *request, o order, p *cell.Program, binary string) error {
	out := &output{r: r, order: o, program: p, captured: p.Captured}
	for _, note := range p.Notes {
		out.text("stderr", []byte(note+"\n"))
	}
	begin := time.Now()
	dir, changed := f.place()
	program := run.Program{Path: binary, Args: p.Args, Dir: dir, Env: changed.Apply(f.o.Env), Temp: f.o.Work, Grace: f.grace}
	if p.Live {
		if err := f.values.lend(&program); err != nil {
			return err
		}
	}
	process, err := run.Start(t.end, program, out.sink())
	if err != nil {
		return err
	}
	defer context.AfterFunc(t, process.Interrupt)()
	result := process.Wait()
	err = out.ended(p, result)
	out.finish(err)
	out.close()
	if p.Timed {
		out.text("stdout", []byte("time: "+time.Since(begin).Round(time.Microsecond).String()+"\n"))
	}
	if err = f.settle(p, out, err); err == nil && p.Into != "" {
		return f.assign(t, r, p.Into, out.kept.String())
	}
	return err
}

// assign gives a variable of the notebook a text.
func (f *Front) assign(t turn, r *request, name, text string) error {
	p, err := f.memory.Prepare(t, name+" := "+strconv.Quote(text), f.count)
	if err != nil {
		return err
	}
	return f.program(t, r, order{Silent: true}, p)
}
