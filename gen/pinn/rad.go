package pinn

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"
)

// chooser chooses the points of one condition anew among candidates, by the size of its residual there: residual-based adaptive distribution.
//
// Reference: Wu, Zhu, Tan, Kartha, Lu, A comprehensive study of non-adaptive and residual-based adaptive sampling for physics-informed neural networks,
// Comput. Methods Appl. Mech. Eng. 403, 2023, eq. 2 and algorithm 1.
type chooser struct {
	Resample
	s         *Solution
	q         *queue
	residuals *model.Exec
	times     int     // how often it has chosen
	share     float64 // of the points chosen last that are among the tenth of the candidates with the largest residuals
}

func newChooser(r Resample, s *Solution, q *queue) (*chooser, error) {
	exec, err := s.residualsOf(q.i)
	if err != nil {
		return nil, fmt.Errorf("pinn: Resample: %w", err)
	}
	return &chooser{Resample: r, s: s, q: q, residuals: exec}, nil
}

// look chooses the points after so many steps of the training.
func (k *chooser) look(step int) error {
	c := k.s.problem
	n := c.Conditions[k.q.i].N
	rng := rand.New(rand.NewPCG(k.s.seed^candidateSeed, uint64(step)*uint64(len(c.sets))+uint64(k.q.i)))
	many, err := c.table(k.q.i, rng, k.candidates(n))
	if err != nil {
		return fmt.Errorf("pinn: Resample: %w", err)
	}
	r, err := evaluate(k.residuals, many)
	if err != nil {
		return fmt.Errorf("pinn: Resample: %w", err)
	}
	for j, v := range r {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("pinn: Resample: condition %q: its residual is %g at %s", c.Conditions[k.q.i].Name, v, c.place(many.RawRowView(j)))
		}
		r[j] = math.Abs(v)
	}
	chosen := choose(rng, density(r, k.Power, k.Floor), n)
	k.times, k.share = k.times+1, shareOfTop(r, chosen)
	return k.put(many, chosen)
}

// candidateSeed makes candidates others than the points of a training with the same seed.
const candidateSeed = 0x9e3779b97f4a7c15

// put makes the chosen rows the points of the condition. Where there are masks, all get the mean of those before.
func (k *chooser) put(many *mat.Dense, chosen []int) error {
	rows := make([]float64, 0, len(chosen)*k.q.columns)
	for _, j := range chosen {
		rows = append(rows, many.RawRowView(j)...)
	}
	a := arrayOf(mat.NewDense(len(chosen), k.q.columns, rows))
	if old := table(array(k.q.points)); old.RawMatrix().Cols > k.q.columns {
		n, _ := old.Dims()
		a = withMasks(a, mat.Sum(old.ColView(k.q.columns))/float64(n))
	}
	moved := k.s.beside(movedPath, 0)
	counts := numbers(moved)
	counts[k.q.i] += float64(len(chosen))
	if err := moved.SetValue(tensors.FromValue(counts)); err != nil {
		return fmt.Errorf("pinn: Resample: %w", err)
	}
	return k.q.points.SetValue(k.s.points(a))
}

// density is p ∝ r^power / mean(r^power) + floor at candidates with residuals of size r, which sums to 1.
func density(r []float64, power, floor float64) []float64 {
	p := make([]float64, len(r))
	mean, top := 0.0, slices.Max(r)
	for i, v := range r {
		if top > 0 {
			p[i] = math.Pow(v/top, power)
		}
		mean += p[i] / float64(len(r))
	}
	for i := range p {
		if mean > 0 {
			p[i] /= mean
		} else {
			p[i] = 1
		}
		p[i] = (p[i] + floor) / (1 + floor) / float64(len(r))
	}
	return p
}

// choose draws n different numbers, one after the other, each with probability p among those that are left; they come in ascending order, so that
// consecutive ones of a low-discrepancy sequence are still spread. The n smallest of E/p, E exponential, are such a draw (Efraimidis, Spirakis, Inf.
// Process. Lett. 97, 2006).
func choose(rng *rand.Rand, p []float64, n int) []int {
	keys, all := make([]float64, len(p)), make([]int, len(p))
	for i, v := range p {
		all[i], keys[i] = i, rng.ExpFloat64()/v // Inf where p is 0
	}
	slices.SortStableFunc(all, func(a, b int) int { return cmp.Compare(keys[a], keys[b]) })
	chosen := all[:n]
	slices.Sort(chosen)
	return chosen
}

// shareOfTop is the part of the chosen whose r is among the tenth of the largest.
func shareOfTop(r []float64, chosen []int) float64 {
	sorted := slices.Sorted(slices.Values(r))
	from, count := sorted[len(sorted)-max(len(sorted)/10, 1)], 0
	for _, j := range chosen {
		if r[j] >= from {
			count++
		}
	}
	return float64(count) / float64(len(chosen))
}
