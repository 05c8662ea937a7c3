package operator

import (
	"encoding/json"
	"fmt"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/fit"
)

// saved is the file beside the weights.
type saved struct {
	Type  string // for the error message where a folder is loaded into another type
	Event []int
	DType string
	Spec  json.RawMessage
}

// Save writes weights and settings to a folder, which Load reads. An older one of that name is replaced at once when the new one is
// complete; a folder that holds anything else is an error.
func (m *Model) Save(dir string) error {
	if err := m.check(); err != nil {
		return err
	}
	spec, err := json.Marshal(m.Spec)
	if err != nil {
		return fmt.Errorf("operator: save %T: %w", m.Spec, err)
	}
	return fit.SaveWeights(dir, m.Store, saved{fmt.Sprintf("%T", m.Spec), m.event.Dimensions, m.event.DType.String(), spec})
}

// Load reads a model that Save wrote, with its settings; N is their type, such as operator.FNO. It runs on gen.DefaultEngine.
func Load[N Net](dir string) (*Model, error) {
	b, err := gen.DefaultEngine()
	if err != nil {
		return nil, err
	}
	return LoadOn[N](b, dir)
}

// LoadOn is Load on a given engine.
func LoadOn[N Net](b compute.Backend, dir string) (*Model, error) {
	var spec N
	var f saved
	store := model.NewStore()
	if err := fit.LoadWeights(dir, store, &f); err != nil {
		return nil, fmt.Errorf("operator: load a model: %w", err)
	}
	if want := fmt.Sprintf("%T", spec); f.Type != want {
		return nil, fmt.Errorf("operator: %s holds a %q, not a %s: give a folder that a model of this type was saved to", dir, f.Type, want)
	}
	dtype, err := dtypes.DTypeString(f.DType)
	if err == nil {
		err = json.Unmarshal(f.Spec, &spec)
	}
	if err != nil {
		return nil, fmt.Errorf("operator: load %s: its settings are damaged: %w", dir, err)
	}
	return &Model{Spec: spec, Store: store, engine: b, event: shapes.Make(dtype, f.Event...)}, nil
}
