package main

import (
	"context"
	"errors"
	"fmt"
)

// runInverse makes the repeats that are missing, one of each row in turn, so that a table that is not finished says something about every row.
func (o options) runInverse(ctx context.Context, rows []inverse) error {
	most := 0
	for _, v := range rows {
		most = max(most, v.repeats)
	}
	for repeat := range uint64(most) {
		for _, v := range rows {
			if repeat >= uint64(v.repeats) {
				continue
			}
			if err := o.runRepeat(ctx, v, repeat); err != nil {
				return err
			}
		}
	}
	return nil
}

// runRepeat makes one, unless its result is there. A training that gives no numbers is a result too.
func (o options) runRepeat(ctx context.Context, v inverse, repeat uint64) error {
	hash, err := v.hash()
	if err != nil {
		return err
	}
	have, err := load(o.dir)
	switch {
	case err != nil:
		return err
	case have.hasEstimated(v.String(), repeat, hash):
		return nil
	case o.list:
		fmt.Printf("%s, repeat %d: missing or stale\n", v, repeat)
		return nil
	}
	r, err := v.solve(ctx, repeat)
	if errors.Is(err, errInterrupted) {
		return err
	}
	if err != nil {
		r.Failed = err.Error()
	}
	r.Hash = hash
	fmt.Println(r)
	return update(o.dir, o.machine(), func(rs *results) { rs.putEstimated(r) })
}

// String is one line.
func (r estimated) String() string {
	name := fmt.Sprintf("%s, repeat %d: ", r.Row, r.Repeat)
	if r.Failed != "" {
		return name + "failed: " + r.Failed
	}
	return name + fmt.Sprintf("found %.5g, bounds %.2g, standard errors %.2g, loss %.3g after %d iterations of L-BFGS, %d evaluations, %.0f s; %s",
		r.Value, r.Bound, r.StdErr, r.Loss, r.Iterations, r.Evaluations, r.Seconds, r.End)
}
