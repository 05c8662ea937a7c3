package front

import (
	"context"
	"errors"
	"strings"

	"github.com/gensci/gensci/kernel/build"
	"github.com/gensci/gensci/kernel/cell"
	"github.com/gensci/gensci/kernel/keep"
	"github.com/gensci/gensci/kernel/run"
)

// interact runs the call of nb.Interact whose control was moved, with the values that its controls have now. What it shows replaces what stands
// below them; the values of the notebook stay as they are.
func (f *Front) interact(ctx context.Context, r *request) {
	r.begin()
	defer r.end()
	b, environment := f.moved(r)
	if b == nil {
		return // closed since then
	}
	t, over := f.turn(ctx)
	defer over()
	no := false
	out := &output{r: r, order: order{AllowStdin: &no}, slot: newSlot(r, b)}
	err := f.runAlone(t, b, out, environment)
	out.finish(err)
	if err != nil {
		out.slot.fail(f.hinted(err, ""))
	}
	out.close()
}

// moved is the box that a message is about, and what a program has to know of its values.
func (f *Front) moved(r *request) (b *box, environment string) {
	var c remark
	_ = r.content(&c) // it has been read before
	f.boxes.mu.Lock()
	defer f.boxes.mu.Unlock()
	if b = f.boxes.of(c.ID); b == nil {
		return nil, ""
	}
	f.boxes.use(b)
	environment, _ = b.Environment() // texts and finite numbers
	return b, environment
}

// buildAlone builds the program of the call alone, with what is declared and kept by now. If that is what it was the last time, nothing is to be done.
func (f *Front) buildAlone(ctx context.Context, b *box) (p *cell.Program, binary string, err error) {
	f.look(ctx)
	if p, err = f.memory.Alone(ctx, b.program, b.Place); err != nil {
		return nil, "", err
	}
	binary, err = f.module.Build(ctx, []byte(p.Source), "cell")
	var wrong *build.CompileError
	if errors.As(err, &wrong) {
		err = p.CompileErrors(wrong.Output)
	}
	return p, binary, err
}

// prebuild builds what controls will run with what is declared and kept after a cell, so that they answer at once.
func (f *Front) prebuild(ctx context.Context) {
	for _, b := range f.boxes.recent() {
		if !b.built {
			_, _, _ = f.buildAlone(ctx, b) // what is wrong is told when a control is moved
			b.built = ctx.Err() == nil
		}
	}
}

// runAlone runs that program. It saves nothing.
func (f *Front) runAlone(t turn, b *box, out *output, environment string) error {
	p, binary, err := f.buildAlone(t, b)
	if err != nil {
		return err
	}
	dir, changed := f.place()
	program := run.Program{Path: binary, Dir: dir, Env: changed.Apply(f.o.Env), Temp: f.o.Work, Grace: f.grace}
	program.Env = append(program.Env, keep.DryVar+"=1", environment)
	if err = f.values.lend(&program); err != nil {
		return err
	}
	process, err := run.Start(t.end, program, out.sink())
	if err != nil {
		return err
	}
	defer context.AfterFunc(t, process.Interrupt)()
	result := process.Wait()
	if result.Code == keep.ExitRefused { // it has done nothing but say why
		out.slot.outputs = nil
		why := strings.TrimSpace(result.Stderr)
		return &cellError{"value", why, []string{why}}
	}
	return out.ended(p, result)
}
