package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/certify"
)

// certificate is a row of the table "certificates": a problem of the zoo, solved in short, with all bars that there are for it.
type certificate struct {
	accuracy
	class certify.Class // nil where no bound is known
	max   bool          // by the maximum principle
}

func (c certificate) String() string { return "certificates, " + c.name }

// classes are the zoo's problems that a bound is known for. Constants are those of package exact.
var classes = map[string]certificate{
	"Poisson":           {class: certify.Poisson{}},
	"Poisson, 2 waves":  {class: certify.Poisson{}},
	"Laplace, disk":     {class: certify.Poisson{}},
	"Poisson, disk":     {class: certify.Poisson{}},
	"Laplace, L-shape":  {class: certify.Poisson{}},
	"Helmholtz":         {class: certify.Elliptic{C: -1}},
	"Heat":              {class: certify.Parabolic{A: .1}},
	"Advection":         {class: certify.Transport{Velocity: []float64{1}}},
	"Advection, β = 30": {class: certify.Transport{Velocity: []float64{30}}},
	"Oscillator":        {class: certify.LinearODE{C: []float64{400, 4}}},
	"Fisher":            {class: certify.Parabolic{A: .01, Reaction: logistic, Lipschitz: 5.5}, max: true}, // ρ(1 − û − u), û ≥ -.1
	"Allen-Cahn":        {class: certify.Parabolic{A: 1e-4, Reaction: cubic, Lipschitz: 5}},
}

func logistic(d pinn.D) *Node { return MulScalar(Mul(d.U(), OneMinus(d.U())), 5) }
func cubic(d pinn.D) *Node    { return MulScalar(Mul(d.U(), OneMinus(Square(d.U()))), 5) }

// certificates is the table from top to bottom: the zoo, each problem once, with trainings that are the same for all, since three are needed.
func certificates() (all []certificate) {
	for _, a := range zoo[1:] { // the first is Burgers, once more
		c := classes[a.name]
		c.accuracy = a
		c.points, c.adam, c.lbfgs, c.seeds = 2000, 2000, 500, 1
		all = append(all, c)
	}
	return all
}

// bar is one certificate of a solution.
type bar struct {
	Bar, Ratio float64 // over the true error in the same norm
	Kind       string
	Failed     string // why there is none
}

// certified is a row as measured.
type certified struct {
	Row, Hash            string
	Error                float64 // relative L2
	Seconds              float64 // of all trainings and bars
	Bound, Network, Twin *bar    // nil where there is none
	Failed               string
}

// certify solves a problem and finds its bars.
func (c certificate) certify(ctx context.Context) (certified, error) {
	p := c.posed()
	r, start := certified{Row: c.String()}, time.Now()
	s, err := pinn.Solver{Net: c.net, DType: c.dtype()}.Solve(p, c.stages(ctx)...)
	if err = whole(ctx, err); err != nil {
		return r, err
	}
	x, err := inside(p, s)
	if err != nil {
		return r, err
	}
	if r.Error, err = s.RelativeL2(p.Exact.At, x); err != nil {
		return r, err
	}
	if c.class != nil {
		of := certify.Bound
		if c.max {
			of = certify.BoundMax
		}
		r.Bound = judged(of(p, s, c.class))
	}
	r.Network = judged(certify.ErrorNetwork(p, s, c.stages(ctx)...))
	r.Twin = judged(certify.Twin(p, s, c.stages(ctx)...))
	r.Seconds = time.Since(start).Seconds()
	return r, whole(ctx, nil)
}

// judged is a certificate beside the truth.
func judged(c *certify.Certificate, err error) *bar {
	if err != nil {
		return &bar{Failed: firstLine(err)}
	}
	ratio, err := c.Against(nil)
	if err != nil {
		return &bar{Failed: firstLine(err)}
	}
	return &bar{Bar: c.Bar, Ratio: ratio, Kind: c.Kind.String()}
}

// hash is that of the row's training, and of package certify.
func (c certificate) hash() (string, error) {
	dir, err := root()
	if err != nil {
		return "", err
	}
	files, err := filepath.Glob(filepath.Join(dir, "gen", "pinn", "certify", "*.go"))
	if err != nil {
		return "", fmt.Errorf("read the sources: %w", err)
	}
	var more []string
	for _, f := range append(files, filepath.Join(dir, "bench", "pinn", "certified.go")) {
		if path, err := filepath.Rel(dir, f); err == nil && !isTest(f) {
			more = append(more, path)
		}
	}
	settings := fmt.Sprintf("%s %T %+v %s", c.what(), c.of, c.of, counts(c.posed()))
	return hashOf(settings, c.files, more...)
}

// isTest tells whether a file is a test.
func isTest(path string) bool {
	ok, err := filepath.Match("*_test.go", filepath.Base(path))
	return ok && err == nil
}

// cell is the row.
func (c certificate) cell() cell {
	return cell{
		name: c.String(),
		hash: c.hash,
		has: func(rs *results, hash string) bool {
			return slices.ContainsFunc(rs.Certificates, func(k certified) bool { return k.Row == c.String() && k.Hash == hash })
		},
		measure: func(ctx context.Context) (func(*results, string), error) {
			r, err := c.certify(ctx)
			if r.Failed, err = failed(err); err != nil {
				return nil, err
			}
			fmt.Println(r)
			return func(rs *results, hash string) { r.Hash = hash; rs.putCertified(r) }, nil
		},
	}
}
