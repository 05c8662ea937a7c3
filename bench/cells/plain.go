package main

import (
	"context"
	"fmt"
	"time"
)

// plain is a cell that trains nothing, edited; and one with a plot.
func plain() row {
	return row{
		name: "plain", what: "a sum of 1000 sines is printed, a constant changes; with plot: a curve by gonum/plot",
		open: func(ctx context.Context, l *lab) ([]step, func(), error) {
			n, err := l.open(ctx)
			if err != nil {
				return nil, nil, err
			}
			if _, _, err = n.execute(ctx, first(), ""); err != nil {
				n.close()
				return nil, nil, err
			}
			p := &printer{l: l, notebook: n}
			return []step{p.edited, p.unchanged, p.built, p.withPlot, p.plotBuilt}, n.close, nil
		},
		compare: []comparison{
			{"edited", "edited", "go build and run", "go build and run", plainAim},
			{"edited, with a plot", "plot", "plot, go build and run", "go build and run", plainAim},
			{"go build alone", "go build", "", "", 0},
			{"go build alone, with a plot", "plot, go build", "", "", 0},
			{"unchanged", "unchanged", "", "", 0},
		},
	}
}

type printer struct {
	l        *lab
	notebook *notebook
}

// plainCell is a cell that no round had before; round -2 makes one that stays.
func plainCell(round int) string { return edited("plain", 0, 3+round) }

func plotCell(round int) string { return edited("plot", 0, 10+round) }

func (p *printer) edited(ctx context.Context, round int, into taken) error {
	return p.cell(ctx, plainCell(round), "sum ", "edited", into)
}

func (p *printer) withPlot(ctx context.Context, round int, into taken) error {
	return p.cell(ctx, plotCell(round), "drawn", "plot", into)
}

// unchanged runs a cell that stays, so that the kernel still has its program.
func (p *printer) unchanged(ctx context.Context, round int, into taken) error {
	return p.cell(ctx, plainCell(-2), "sum ", "unchanged", into)
}

func (p *printer) cell(ctx context.Context, source, word, name string, into taken) error {
	took, _, err := p.notebook.execute(ctx, source, word)
	if err == nil && took == 0 {
		err = fmt.Errorf("cell %q published no %q", name, word)
	}
	into[name] = milliseconds(took)
	return err
}

func (p *printer) built(ctx context.Context, round int, into taken) error {
	return p.goBuild(ctx, plainCell(round), "sum ", "", into)
}

func (p *printer) plotBuilt(ctx context.Context, round int, into taken) error {
	return p.goBuild(ctx, plotCell(round), "drawn", "plot, ", into)
}

// goBuild takes the time of the same program by go build.
func (p *printer) goBuild(ctx context.Context, cell, word, prefix string, into taken) error {
	source, err := sourceOf(first(), cell)
	if err != nil {
		return err
	}
	began := time.Now()
	path, err := p.l.goBuild(ctx, source, cellSettings)
	if err != nil {
		return err
	}
	into[prefix+"go build"] = milliseconds(time.Since(began))
	took, err := start(ctx, path, word, began)
	into[prefix+"go build and run"] = milliseconds(took)
	return err
}
