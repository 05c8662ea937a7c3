package fit

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen"
)

// settings are what a saved model needs beside its weights.
type settings struct {
	Type  string // for the error message where a folder is loaded into another type
	Event []int
	DType string
	Cond  int
	Seed  int64
	Spec  json.RawMessage
}

// Save writes weights and settings to a folder, which Load reads. An older one of that name is replaced when the new
// one is complete; a folder that holds anything else is an error.
func (m *Model) Save(dir string) error {
	if err := m.check(); err != nil {
		return err
	}
	spec, err := json.Marshal(m.Spec)
	if err != nil {
		return fmt.Errorf("fit: save %T: %w", m.Spec, err)
	}
	return SaveWeights(dir, m.Store, settings{
		Type: fmt.Sprintf("%T", m.Spec), Event: m.event.Dimensions, DType: m.event.DType.String(), Cond: m.cond,
		Seed: model.GetRootParamOr(m.Store, model.ParamInitialSeed, int64(0)), Spec: spec,
	})
}

// Load reads a model that Save wrote, with its settings; M is the type of the settings, such as flow.RealNVP.
// It runs on gen.DefaultEngine.
func Load[M gen.Density](dir string) (*Model, error) {
	b, err := gen.DefaultEngine()
	if err != nil {
		return nil, err
	}
	var spec M
	return loadOn(b, dir, &spec, func() gen.Density { return spec })
}

func loadOn(b compute.Backend, dir string, spec any, get func() gen.Density) (*Model, error) {
	store := model.NewStore()
	var s settings
	if err := LoadWeights(dir, store, &s); err != nil {
		return nil, err
	}
	if s.Type == "" {
		return nil, fmt.Errorf("fit: load %s: %s names no model: give a folder that Model.Save wrote", dir, settingsFile)
	}
	if got := strings.TrimPrefix(fmt.Sprintf("%T", spec), "*"); got != s.Type {
		return nil, fmt.Errorf("fit: %s holds a %s: load it as that, not as a %s", dir, s.Type, got)
	}
	dtype, err := dtypes.DTypeString(s.DType)
	if err == nil {
		err = json.Unmarshal(s.Spec, spec)
	}
	if err != nil {
		return nil, fmt.Errorf("fit: load %s: %s is damaged: %w", dir, settingsFile, err)
	}
	store.SetParam(model.ParamInitialSeed, s.Seed)
	return &Model{Spec: get(), Store: store, engine: b, event: shapes.Make(dtype, s.Event...), cond: s.Cond}, nil
}
