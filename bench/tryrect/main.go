package main

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"time"

	_ "github.com/gensci/gensci/backend"
	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/gen/metric"
)

func main() {
	which := flag.String("m", "rect", "")
	amb := flag.Int("d", 2, "")
	steps := flag.Int("n", 2000, "")
	lr := flag.Float64("lr", 5e-3, "")
	beta := flag.Float64("beta", 10, "")
	cpl := flag.Int("c", 4, "")
	probes := flag.Int("p", 0, "")
	seed := flag.Uint64("seed", 0, "")
	flag.Parse()
	var m gen.Density
	switch *which {
	case "rect":
		m = flow.Rectangular{Latent: 1, Angular: true, Outer: flow.RealNVP{Couplings: *cpl, Hidden: []int{32, 32}}, Beta: *beta, Probes: *probes}
	case "free":
		m = flow.FreeForm{Latent: 1, Angular: true, Beta: *beta}
	}
	law := data.VonMises{Mean: 1, Ambient: *amb}
	t0 := time.Now()
	f, err := fit.Density(m, fit.Stream(law, 256), fit.Options{Steps: *steps, Seed: *seed, LearningRate: *lr, Schedule: fit.Cosine(.01), ClipNorm: 5})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	t1 := time.Since(t0)
	ex, err := metric.Excess(f, law, metric.Options{N: 20000})
	fmt.Println(ex, err)
	n := 2000
	a := make([]float64, n)
	for i := range a {
		a[i] = 2 * math.Pi * float64(i) / float64(n)
	}
	x := law.Points(a...)
	lp, err := f.LogProb(x)
	s := 0.
	for _, l := range lp {
		s += math.Exp(l) * 2 * math.Pi / float64(n)
	}
	fmt.Println("integral", s, err)
	y, _ := f.Sample(rand.New(rand.NewPCG(1, 2)), 5000)
	// distance of samples from circle
	r0 := 0.
	p1, p2 := law.Points(0).RawRowView(0), law.Points(math.Pi/2).RawRowView(0)
	for i := range 5000 {
		row := y.RawRowView(i)
		var c, ss, q float64
		for j := range row {
			c += p1[j] * row[j]
			ss += p2[j] * row[j]
			q += row[j] * row[j]
		}
		r := math.Hypot(c, ss)
		r0 += q - 2*r + 1
	}
	fmt.Println("rms distance of samples", math.Sqrt(r0/5000), "time", t1, time.Since(t0))
}
