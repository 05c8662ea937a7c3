package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/bench/interval"
	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/exact"
)

// trained is a model whose calls are measured.
type trained struct {
	name    string
	perCall int // steps, which take a third of the time that fit.Run allows a call, so that it makes all of them
	run     func(o fit.Options) error
}

func models() []trained {
	return []trained{
		{"autoencoder", 10, func(o fit.Options) error {
			_, err := fit.Run(nil, model.NewStore(), autoencoder, fit.Rows(128, waves(1024)), o)
			return err
		}},
		{"pinn", 10, func(o fit.Options) error {
			stage := pinn.Adam(o.Steps)
			stage.Options.StepsPerCall, stage.Options.Callback = o.StepsPerCall, o.Callback
			_, err := pinn.Solve(exact.Burgers{}.Problem(), stage)
			return err
		}},
		{"realnvp", 10, func(o fit.Options) error {
			_, err := fit.Density(flow.RealNVP{}, fit.Stream(data.Moons{Noise: 0.05}, 512), o)
			return err
		}},
	}
}

func autoencoder(c gen.Ctx, batch []*Node) *Node {
	net := nets.MLP{Hidden: []int{256, 64, 256}, Out: 784, Activation: act.ReLU}.Build(c.Scope, c.Graph, 784, c.DType())
	return ReduceAllMean(Square(Sub(net(batch[0]), batch[0])))
}

// waves are n curves, as in sources/first.txt.
func waves(n int) *mat.Dense {
	x := mat.NewDense(n, 784, nil)
	x.Apply(func(i, j int, _ float64) float64 {
		phase := float64((i*(j%4+1))%97)/97 + float64(j)/784*float64((i*(j/4%4+2))%89)/89
		return 0.5 + 0.5*math.Sin(2*math.Pi*phase)
	}, x)
	return x
}

var errEnough = errors.New("the driver has closed our input")

// train makes as many engine calls of a model's training as the next line of in says, and answers with the median time of one, until
// in ends.
func train(name string, in io.Reader, out io.Writer) error {
	i := slices.IndexFunc(models(), func(m trained) bool { return m.name == name })
	if i < 0 {
		return fmt.Errorf("no model is called %q", name)
	}
	m, calls := models()[i], stopwatch{in: in, out: out, perCall: models()[i].perCall}
	err := m.run(fit.Options{Steps: 1 << 30, StepsPerCall: m.perCall, Callback: calls.called})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// stopwatch takes the times of engine calls between lines of in.
type stopwatch struct {
	in      io.Reader
	out     io.Writer
	perCall int
	steps   int // taken when the last call ended
	short   int // calls of fewer steps than perCall, since the last one of that many
	left    int // calls to make before the answer
	began   time.Time
	times   []float64 // of the calls since the last line, ms
}

// patience is how many calls may be shorter one after the other: the first ones are, and where a call takes too long the next one is.
const patience = 200

// called is called after each call. Only calls of as many steps as the other side makes count.
func (s *stopwatch) called(h *fit.History) error {
	took, n := time.Since(s.began), h.Steps()-s.steps
	s.steps = h.Steps()
	if s.short++; n == s.perCall {
		s.short = 0
		if err := s.full(milliseconds(took)); err != nil {
			return err
		}
	}
	if s.short > patience {
		return fmt.Errorf("this machine is too busy to be measured: fit.Run makes fewer than %d steps in a call", s.perCall)
	}
	s.began = time.Now()
	return nil
}

// full notes the time of a call, answers after the last one, and waits for the next line.
func (s *stopwatch) full(ms float64) error {
	if s.left > 0 {
		s.times = append(s.times, ms)
		if s.left--; s.left == 0 {
			fmt.Fprintln(s.out, interval.Of(s.times).Median)
		}
	}
	if s.left == 0 {
		s.times = nil
		if _, err := fmt.Fscanln(s.in, &s.left); err != nil {
			return errEnough
		}
	}
	return nil
}
