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
	trained, err := p.Points(seed)
	if err != nil {
		return nil, fmt.Errorf("doctor.Hold: %w", err)
	}
	fresh, err := p.Points(seed ^ otherPoints)
	if err != nil {
		return nil, fmt.Errorf("doctor.Hold: %w", err)
	}
	var clues []Clue
	for i := range trained {
		held, err := hold(p, s, i, trained, first(fresh[i], 0))
		if err != nil {
			return nil, fmt.Errorf("doctor.Hold: %w", err)
		}
		clues = append(clues, held...)
	}
	return clues, nil
}

// hold is about condition i, all of its residuals in one call, since each is a program that is compiled.
func hold(p pinn.Problem, s *pinn.Solution, i int, trained []*mat.Dense, fresh *mat.Dense) (clues []Clue, err error) {
	vars, names := p.Names()
	sets := []*mat.Dense{first(trained[i], 0), fresh}
	where := []string{"", "at other points of its domain"}
	if _, width := trained[i].Dims(); width == len(vars) { // an equation, not on an edge and without data
		for j, other := range names {
			if _, width = trained[j].Dims(); width > len(vars) {
				sets, where = append(sets, first(trained[j], len(vars))), append(where, fmt.Sprintf("at the points of %q", other))
			}
		}
	}
	var all mat.Dense
	for k, t := range sets {
		if k == 0 {
			all.CloneFrom(t)
			continue
		}
		var both mat.Dense
		both.Stack(&all, t)
		all = both
	}
	r, err := s.Residual(p, names[i], &all)
	if err != nil {
		return nil, err
	}
	n, _ := sets[0].Dims()
	known, from := r[:n], n
	for k := 1; k < len(sets); k++ {
		n, _ = sets[k].Dims()
		clues, from = append(clues, Held{names[i], where[k], known, r[from : from+n]}), from+n
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
