package main

import (
	"context"
	"fmt"
)

// runInverse makes the repeats that are missing.
func (o options) runInverse(ctx context.Context, rows []inverse) error {
	return inTurn(rows, func(v inverse) int { return v.repeats }, func(v inverse, repeat uint64) error {
		return o.run(ctx, v.cell(repeat))
	})
}

// cell is one repeat of the row.
func (v inverse) cell(repeat uint64) cell {
	return cell{
		name: fmt.Sprintf("%s, repeat %d", v, repeat),
		hash: v.hash,
		has:  func(rs *results, hash string) bool { return rs.hasEstimated(v.String(), repeat, hash) },
		measure: func(ctx context.Context) (func(*results, string), error) {
			r, err := v.solve(ctx, repeat)
			if r.Failed, err = failed(err); err != nil {
				return nil, err
			}
			fmt.Println(r)
			return func(rs *results, hash string) { r.Hash = hash; rs.putEstimated(r) }, nil
		},
	}
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
