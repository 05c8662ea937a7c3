package fit

import (
	"fmt"

	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
)

// snapshot is the state of a run after a number of steps: a copy of every variable that a step uses.
type snapshot struct {
	at     int
	vars   []*model.Variable
	values []*tensors.Tensor
}

// take copies the variables.
func take(at int, vars []*model.Variable) (*snapshot, error) {
	s := &snapshot{at: at, vars: vars}
	for _, v := range vars {
		c, err := copyOf(v)
		if err != nil {
			return nil, err
		}
		s.values = append(s.values, c)
	}
	return s, nil
}

// restore puts copies of the values back, so that a snapshot can be restored again.
func (s *snapshot) restore() error {
	for i, v := range s.vars {
		c, err := s.values[i].Clone()
		if err == nil {
			err = v.SetValue(c)
		}
		if err != nil {
			return fmt.Errorf("fit: restore %s: %w", v.Path(), err)
		}
	}
	return nil
}

// free gives the memory back.
func (s *snapshot) free() {
	if s == nil {
		return
	}
	for _, t := range s.values {
		t.MustFinalizeAll()
	}
}

// copyOf clones a variable's value.
func copyOf(v *model.Variable) (*tensors.Tensor, error) {
	t, err := v.Value()
	if err == nil {
		t, err = t.Clone()
	}
	if err != nil {
		return nil, fmt.Errorf("fit: copy %s: %w", v.Path(), err)
	}
	return t, nil
}
