package doctor

import (
	"fmt"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/pinn"
)

// heldPoints is how many points of a condition are looked at.
const heldPoints = 400

// otherPoints, exclusive-ored to a seed, gives points that a solver with that seed has not seen.
const otherPoints = 0x9e3779b97f4a7c15

// Hold finds the residuals of a solution's conditions at the points that a solver with this seed trained on and at others of the same domains, and those of
// equations at the points of the other conditions, which lie at the edge of their domain. The problem must be the one that was solved.
func Hold(p pinn.Problem, s *pinn.Solution, seed uint64) ([]Clue, error) {
	work := *s
	if err := work.Attach(p); err != nil {
		return nil, fmt.Errorf("doctor.Hold: %w", err)
	}
	trained, err := p.Points(seed)
	if err != nil {
		return nil, fmt.Errorf("doctor.Hold: %w", err)
	}
	fresh, err := p.Points(seed ^ otherPoints)
	if err != nil {
		return nil, fmt.Errorf("doctor.Hold: %w", err)
	}
	vars, names := p.Names()
	var clues []Clue
	for i, name := range names {
		h := Held{Condition: name, Where: "at other points of its domain"}
		if h.Trained, err = work.Residual(name, first(trained[i], 0)); err != nil {
			return nil, fmt.Errorf("doctor.Hold: %w", err)
		}
		if h.Other, err = work.Residual(name, first(fresh[i], 0)); err != nil {
			return nil, fmt.Errorf("doctor.Hold: %w", err)
		}
		clues = append(clues, h)
		if _, width := trained[i].Dims(); width > len(vars) {
			continue // on an edge, or with data
		}
		for j, other := range names {
			if _, width := trained[j].Dims(); width == len(vars) {
				continue // another equation
			}
			h.Where = fmt.Sprintf("at the points of %q", other)
			if h.Other, err = work.Residual(name, first(trained[j], len(vars))); err != nil {
				return nil, fmt.Errorf("doctor.Hold: %w", err)
			}
			clues = append(clues, h)
		}
	}
	return clues, nil
}

// first are the first rows of a table, and its first columns; 0 means all of those.
func first(t *mat.Dense, columns int) *mat.Dense {
	n, k := t.Dims()
	if columns > 0 {
		k = columns
	}
	return mat.DenseCopyOf(t.Slice(0, min(n, heldPoints), 0, k))
}
