package operator

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/fit"
)

// Exact is an operator that is known. The structs of package multiplier are.
type Exact interface {
	// At must return the fields of the output function at a query point, for an input function.
	At(u data.Series, x []float64) []float64
}

// Inputs says how input functions are drawn, and where a network reads them.
type Inputs struct {
	Law     data.GaussianFunctions
	Sensors []float64 // coordinates; for an FNO those of Grid over the period
	Batch   int       // functions for each training step; 0 means 32
}

// Grid are the n points i·length/n, i < n: over a period, each point once.
func Grid(length float64, n int) []float64 {
	x := make([]float64, max(n, 0))
	for i := range x {
		x[i] = length * float64(i) / float64(n)
	}
	return x
}

// check says what is wrong with the settings.
func (in Inputs) check() error {
	if len(in.Sensors) == 0 {
		return errors.New("operator: Inputs has no Sensors: give the coordinates where networks read functions, such as operator.Grid(1, 50)")
	}
	for _, x := range in.Sensors {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return fmt.Errorf("operator: want finite Inputs.Sensors, got %g", x)
		}
	}
	l := in.Law
	for _, v := range []float64{l.Period, l.Length, l.Nu, l.Deviation} {
		if !(v >= 0) || math.IsInf(v, 0) {
			return fmt.Errorf("operator: want numbers of Inputs.Law that are positive, or 0 for the default, got %+v", l)
		}
	}
	if l.Modes < 0 || l.Modes == 1 && l.ZeroMean {
		return fmt.Errorf("operator: want at least one mode of Inputs.Law, got %+v", l)
	}
	if in.Batch < 0 {
		return fmt.Errorf("operator: want Inputs.Batch of at least 1 function, got %d", in.Batch)
	}
	return nil
}

func (in Inputs) batch() int { return or(in.Batch, 32) }

// read is what the sensors see of functions: [n, m].
func (in Inputs) read(us []data.Series) fit.Array {
	a := fit.Array{Dims: []int{len(us), len(in.Sensors)}}
	for _, u := range us {
		for _, x := range in.Sensors {
			a.F = append(a.F, u.At(x))
		}
	}
	return a
}

// stream is the random stream of a step: a function of the two numbers.
func stream(seed uint64, step int) *rand.Rand {
	return rand.New(rand.NewPCG(seed, 0x6f70657261746f72^uint64(step)))
}
