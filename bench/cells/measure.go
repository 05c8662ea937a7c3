package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/gensci/gensci/bench/machine"
)

// measure measures rows one after the other, keeps each, and prints the tables.
func measure(ctx context.Context, s settings, rows []row) (err error) {
	if err = machine.Limit(s.threads); err != nil {
		return err
	}
	all := newReport(s)
	if err = all.add(s.out); err != nil {
		return err
	}
	l, err := newLab(ctx, os.Stderr)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.close()) }()
	l.ipython = s.ipython
	for _, r := range rows {
		began, load := time.Now(), machine.Load()
		result, err := r.measure(ctx, l, s.rounds)
		if ctx.Err() != nil {
			return errors.New("interrupted; the rows that were finished are kept")
		}
		if err != nil {
			return fmt.Errorf("row %s: %w (%s has what kernels said)", r.name, err, l.kernels.Name())
		}
		result.Seconds, result.Load = time.Since(began).Seconds(), load
		all.put(result)
		if err = all.save(s.out); err != nil {
			return err
		}
	}
	fmt.Print(all.markdown())
	return nil
}

// taken are the numbers of one round, by their names.
type taken map[string]float64

// series are the numbers of a row, by their names, one for each round.
type series map[string][]float64

// step measures one thing in a round, counted from 0; a warm-up round is -1.
type step func(ctx context.Context, round int, into taken) error

// row is a set of things that are measured in the same rounds.
type row struct {
	name, what  string
	open        func(ctx context.Context, l *lab) (steps []step, end func(), err error)
	compare     []comparison
	differences []difference
	sums        map[string][]string // series that are sums of others, round by round
}

// measure takes a warm-up round, and then rounds whose order alternates.
func (r row) measure(ctx context.Context, l *lab, rounds int) (result, error) {
	steps, end, err := r.open(ctx, l)
	if err != nil {
		return result{}, err
	}
	defer end()
	all := series{}
	for i := -1; i < rounds; i++ {
		fmt.Fprintf(l.log, "\r%s: round %d of %d ", r.name, i+1, rounds)
		round := taken{}
		for _, s := range inTurn(steps, i) {
			if err := s(ctx, i, round); err != nil {
				return result{}, fmt.Errorf("round %d: %w", i+1, err)
			}
		}
		if i >= 0 {
			r.keep(all, round)
		}
	}
	fmt.Fprintln(l.log)
	return result{Row: r.name, Rounds: rounds, Series: all}, nil
}

// inTurn is the order of a round: every second one goes backwards.
func inTurn(steps []step, round int) []step {
	steps = slices.Clone(steps)
	if round%2 != 0 {
		slices.Reverse(steps)
	}
	return steps
}

func (r row) keep(all series, round taken) {
	for name, parts := range r.sums {
		for _, p := range parts {
			round[name] += round[p]
		}
	}
	for name, value := range round {
		all[name] = append(all[name], value)
	}
}
