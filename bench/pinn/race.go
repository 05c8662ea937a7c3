package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"

	"github.com/gensci/gensci/backend"
	"github.com/gensci/gensci/bench/machine"
	"github.com/gensci/gensci/bench/venv"
)

// cell is a row, measured by a command with these options. Without all sides it is printed and not kept.
func (c contest) cell(o options) cell {
	return cell{
		name: c.String(),
		hash: c.hash,
		has:  func(rs *results, hash string) bool { return rs.hasRaced(c.String(), hash) },
		measure: func(ctx context.Context) (func(*results, string), error) {
			k, err := o.measure(ctx, c, o.rounds)
			if err != nil {
				return nil, err
			}
			fmt.Print(k.verdicts(c))
			if o.sides != "" {
				return nil, nil
			}
			return func(rs *results, hash string) { k.Hash = hash; rs.putRaced(*k) }, nil
		},
	}
}

// measure trains all sides in each round, each round beginning with another one.
func (o options) measure(ctx context.Context, c contest, rounds int) (*raced, error) {
	folder, err := os.MkdirTemp("", "gensci-pinn-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	engine, err := backend.Default()
	if err != nil {
		return nil, err
	}
	k := &raced{Row: c.String(), Threads: o.threads, Load: machine.Load(), Machine: o.machine(), Failed: map[string]string{}}
	us, err := c.ready(ctx, engine, folder, o.threads)
	if err != nil {
		return nil, err
	}
	if k.Load > 0.5 {
		fmt.Fprintf(os.Stderr, "pinn: other programs are busy here (load %.1f): seconds will say little, PyTorch's threads that wait for each other least\n", k.Load)
	}
	for round := range rounds {
		all := map[string]training{}
		for i := range sides {
			side := sides[(round+i)%len(sides)]
			if !o.uses(side) || k.Failed[side] != "" {
				continue
			}
			t, err := us.side(ctx, side, folder, o.threads)
			switch {
			case errors.Is(err, venv.ErrMissing) || errors.Is(err, errInterrupted) || errors.Is(err, errOther) || err != nil && side == ours:
				return nil, err
			case err != nil:
				fmt.Fprintln(os.Stderr, err)
				k.Failed[side] = firstLine(err)
				continue
			}
			end := t.Trace.end()
			fmt.Printf("%s, round %d, %s: error %.3g after %.1f s and %.0f evaluations, setup %.1f s\n", c, round, side, end.Error, end.Seconds, end.Evaluations, t.Setup)
			all[side] = *t
		}
		k.Rounds = append(k.Rounds, all)
	}
	return k, nil
}

// ready draws points and first weights, writes what the peers read, and makes our untimed run.
func (c contest) ready(ctx context.Context, engine compute.Backend, folder string, threads int) (*us, error) {
	q, err := c.pose()
	if err != nil {
		return nil, err
	}
	s := &us{posed: q, engine: engine}
	a, err := s.attempt()
	if err != nil {
		return nil, err
	}
	j, err := a.judge()
	if err != nil {
		return nil, err
	}
	if _, err = j.loss(); err != nil { // which makes the weights
		return nil, err
	}
	if err = q.unpack(folder, a.weights(), threads); err != nil {
		return nil, fmt.Errorf("write what the peers read: %w", err)
	}
	return s, s.watch(ctx)
}

// side trains one, and refuses one that begins elsewhere.
func (s *us) side(ctx context.Context, side, folder string, threads int) (*training, error) {
	if side == ours {
		return s.train(ctx)
	}
	t, err := trainPeer(ctx, side, folder, threads)
	if err != nil {
		return nil, err
	}
	tolerance := 1e-8
	if s.dtype == dtypes.Float32 {
		tolerance = 1e-4
	}
	if err = agree(side, *t, *s.seen, tolerance); err != nil {
		return nil, fmt.Errorf("%s: %w: %w", s.contest, errOther, err)
	}
	return t, nil
}

var errOther = errors.New("the sides must begin alike")
