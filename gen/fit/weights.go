package fit

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"
)

// settingsFile is the settings of a saved model, in the folder of its weights.
const settingsFile = "model.json"

// ModelScope is where the weights of a model that Run trains are: the scope of the Ctx that its objective gets.
func ModelScope(s *model.Store) *model.Scope { return s.RootScope().In(modelScope) }

// SaveWeights writes the weights of a model that Run trained to a folder, with its settings as JSON beside them. An older
// folder of that name is replaced at once when the new one is complete; one that holds anything else is an error.
func SaveWeights(dir string, s *model.Store, settings any) error {
	raw, err := json.MarshalIndent(settings, "", "  ")
	if err != nil {
		return fmt.Errorf("fit: save %T: %w", settings, err)
	}
	var skip []*model.Variable
	for v := range s.IterVariables() {
		if !strings.HasPrefix(v.Path(), "/"+modelScope+"/") {
			skip = append(skip, v)
		}
	}
	return writeFolder(dir, s, skip, map[string][]byte{settingsFile: raw})
}

// LoadWeights reads what SaveWeights wrote: the settings at once, into a pointer, and each weight when a model asks the
// store for it.
func LoadWeights(dir string, s *model.Store, settings any) error {
	raw, err := readFolder(dir, s, settingsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("fit: %s is no saved model: give the folder that Save wrote", dir)
	}
	if err != nil {
		return fmt.Errorf("fit: load %s: it cannot be read or is damaged, take a copy or train again: %w", dir, err)
	}
	if err = json.Unmarshal(raw, settings); err != nil {
		return fmt.Errorf("fit: load %s: %s is damaged: %w", dir, settingsFile, err)
	}
	s.SetLoader(complete{s.Loader(), dir})
	return nil
}

// complete loads what a saved model has, and refuses weights that it has not: a model would begin them at random.
type complete struct {
	model.Loader
	dir string
}

// LoadVariable is called while a graph is built, so what is missing is a panic, which GoMLX turns into an error.
func (c complete) LoadVariable(s *model.Store, path string) (*tensors.Tensor, bool) {
	value, found := c.Loader.LoadVariable(s, path)
	if !found && strings.HasPrefix(path, "/"+modelScope+"/") {
		exceptions.Panicf("fit: %s holds no weights %s: it is damaged or of another version; take a copy or train again", c.dir, path)
	}
	return value, found
}

// LoadedVariables are the weights that a model has not asked for yet, by GoMLX's keys: whoever keeps a store must keep them too.
func (c complete) LoadedVariables() map[string]*tensors.Tensor {
	return c.Loader.(interface { // GoMLX's reader of checkpoints
		LoadedVariables() map[string]*tensors.Tensor
	}).LoadedVariables()
}
