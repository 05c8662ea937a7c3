package pinn

import (
	"errors"
	"fmt"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/fit"
)

// saved is the file beside the weights.
type saved struct {
	Type     string
	Solution about
	DType    string
}

const savedType = "pinn.Solution"

// Save writes the network and its settings to a folder, which Load reads. An older one of that name is replaced at once when
// the new one is complete; a folder that holds anything else is an error.
func (s *Solution) Save(dir string) error {
	if s.base != nil {
		return errors.New("pinn: Solution.Save: a solution that Correct or Twin made stands on another one, and is not saved: save that")
	}
	return fit.SaveWeights(dir, s.Store, saved{savedType, s.about, s.about.dtype.String()})
}

// Load reads a solution that Save wrote and runs it on gen.DefaultEngine. The problem, being code, is not saved, so Exact is nil.
func Load(dir string) (*Solution, error) {
	b, err := gen.DefaultEngine()
	if err != nil {
		return nil, err
	}
	return LoadOn(b, dir)
}

// LoadOn is Load on a given engine.
func LoadOn(b compute.Backend, dir string) (*Solution, error) {
	s := &Solution{Store: model.NewStore(), engine: b}
	var f saved
	if err := fit.LoadWeights(dir, s.Store, &f); err != nil {
		return nil, fmt.Errorf("pinn: load a solution: %w", err)
	}
	dtype, err := dtypes.DTypeString(f.DType)
	if err != nil || f.Type != savedType {
		return nil, fmt.Errorf("pinn: %s holds no solution: give a folder that Solution.Save wrote", dir)
	}
	s.about, s.about.dtype = f.Solution, dtype
	return s, nil
}
