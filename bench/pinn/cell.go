package main

import (
	"context"
	"errors"
	"fmt"
)

// cell is what is measured at one go: a seed or a repeat of a row, or a row.
type cell struct {
	name    string // for messages
	hash    func() (string, error)
	has     func(rs *results, hash string) bool
	measure func(ctx context.Context) (put func(rs *results, hash string), err error) // put nil keeps nothing
}

// run measures a cell, unless its result is there.
func (o options) run(ctx context.Context, c cell) error {
	hash, err := c.hash()
	if err != nil {
		return err
	}
	have, err := load(o.dir)
	switch {
	case err != nil:
		return err
	case c.has(have, hash):
		return nil
	case o.list:
		fmt.Printf("%s: missing or stale\n", c.name)
		return nil
	}
	put, err := c.measure(ctx)
	if err != nil || put == nil {
		return err
	}
	return update(o.dir, o.machine(), func(rs *results) { put(rs, hash) })
}

// inTurn takes the first of each row, then the second and so on, so that a table that is not finished says something about every row.
func inTurn[R any](rows []R, of func(r R) int, do func(r R, i uint64) error) error {
	for i, left := 0, true; left; i++ {
		left = false
		for _, r := range rows {
			if i >= of(r) {
				continue
			}
			left = true
			if err := do(r, uint64(i)); err != nil {
				return err
			}
		}
	}
	return nil
}

// failed is why a training gave no numbers, which is a result too; what was interrupted is none.
func failed(err error) (why string, _ error) {
	if err == nil || errors.Is(err, errInterrupted) {
		return "", err
	}
	return firstLine(err), nil
}
