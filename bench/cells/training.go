package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/gensci/gensci/backend/session"
)

// training is a cell that trains, edited outside of its graph (the number of steps) and inside (a width).
func training(name, what string, width int) row {
	return row{
		name: name, what: what,
		open: func(ctx context.Context, l *lab) ([]step, func(), error) {
			t := &trainer{l: l, name: name, width: width}
			if err := t.open(ctx); err != nil {
				return nil, nil, err
			}
			return []step{t.outside, t.inside, t.outsideXLA, t.insideXLA, t.unchanged}, t.close, nil
		},
		compare: []comparison{
			{"edited outside the graph", "outside", "outside XLA", "XLA in the cell", outsideAim},
			{"edited inside", "inside", "inside XLA", "XLA in the cell", insideAim},
			{"unchanged", "unchanged", "", "", 0},
		},
	}
}

// trainer measures one training cell.
type trainer struct {
	l        *lab
	name     string
	width    int // as the model has it
	notebook *notebook
	engine   *session.Engine // of the notebook, for its counters
	last     string          // the cell that ran last
}

// fewest is more than fit.Run takes in its first engine call, after which the first loss comes.
const fewest = 15

// open starts a notebook whose engine is up.
func (t *trainer) open(ctx context.Context) (err error) {
	if t.notebook, err = t.l.open(ctx); err != nil {
		return err
	}
	if err = t.start(ctx); err != nil {
		t.notebook.close()
	}
	return err
}

func (t *trainer) start(ctx context.Context) error {
	if _, _, err := t.notebook.execute(ctx, first(), ""); err != nil {
		return err
	}
	_, socket, err := t.notebook.execute(ctx, "%%\nfmt.Print(os.Getenv(\""+session.Variable+"\"))", "")
	if err != nil {
		return err
	}
	t.engine, err = session.Connect(strings.TrimSpace(socket))
	return err
}

func (t *trainer) close() {
	t.engine.Finalize()
	t.notebook.close()
}

// steps is another number of training steps for each round.
func (t *trainer) steps(round int) int { return fewest + 1 + round }

// other is a width that no round had before.
func (t *trainer) other(round int) int { return t.width + 2 + round }

func (t *trainer) outside(ctx context.Context, round int, into taken) error {
	return t.cell(ctx, "outside", edited(t.name, t.steps(round), t.width), into)
}

func (t *trainer) inside(ctx context.Context, round int, into taken) error {
	return t.cell(ctx, "inside", edited(t.name, fewest, t.other(round)), into)
}

// unchanged runs the cell again that ran last.
func (t *trainer) unchanged(ctx context.Context, _ int, into taken) error {
	if t.last == "" { // a round backwards begins with it
		t.last = edited(t.name, fewest, t.width)
	}
	return t.cell(ctx, "unchanged", t.last, into)
}

// cell takes the time of a cell, and how many computations were compiled for it.
func (t *trainer) cell(ctx context.Context, name, source string, into taken) error {
	before, err := t.engine.Counters()
	if err != nil {
		return err
	}
	took, _, err := t.notebook.execute(ctx, source, "loss ")
	if err != nil {
		return err
	}
	after, err := t.engine.Counters()
	if err != nil {
		return err
	}
	if took == 0 {
		return fmt.Errorf("cell %s of %s published no loss", name, t.name)
	}
	t.last = source
	into[name], into[name+" compiled"] = milliseconds(took), float64(after.Compiled-before.Compiled)
	return nil
}

func (t *trainer) outsideXLA(ctx context.Context, round int, into taken) error {
	return t.program(ctx, "outside XLA", edited(t.name, t.steps(round), t.width), into)
}

func (t *trainer) insideXLA(ctx context.Context, round int, into taken) error {
	return t.program(ctx, "inside XLA", edited(t.name, fewest, t.other(round)), into)
}

// program takes the time of the same cell with XLA in it.
func (t *trainer) program(ctx context.Context, name, cell string, into taken) error {
	source, err := sourceOf(first(), cell)
	if err != nil {
		return err
	}
	began := time.Now()
	path, err := t.l.goBuild(ctx, source, xlaSettings)
	if err != nil {
		return err
	}
	took, err := start(ctx, path, "loss ", began)
	into[name] = milliseconds(took)
	return err
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
