package tensor

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/backend/session"
	"github.com/gensci/gensci/kernel/keep"
)

// record is what is passed on of a model store. The values of its variables stay in the session server under State, in the order of Variables.
type record struct {
	State     string
	Variables []variable
	Params    []param
}

type variable struct {
	Path      string
	Trainable bool
	Pending   bool // loaded from a checkpoint, and not yet asked for by the model
}

type param struct {
	Path  string
	Value any
}

// paramTypes are those of parameters beside Go's own.
var paramTypes = []reflect.Type{reflect.TypeFor[dtypes.DType]()}

func saveStore(s *model.Store, old []byte) ([]byte, []string, error) {
	if s == nil {
		return nil, nil, errors.New("no store")
	}
	var before record
	if old != nil {
		if err := keep.Unmarshal(old, &before, paramTypes...); err != nil {
			return nil, nil, err
		}
	}
	r, values, err := contents(s)
	if err != nil {
		return nil, nil, err
	}
	if len(values) > 0 {
		if r.State, err = stay(before.State, r, values); err != nil {
			return nil, nil, err
		}
	}
	data, err := keep.Marshal(r)
	if err != nil || r.State == "" {
		return data, nil, err
	}
	return data, []string{r.State}, nil
}

// stay publishes the values.
func stay(old string, r record, values []*tensors.Tensor) (string, error) {
	e, err := engine()
	if err != nil {
		return "", err
	}
	entries := make([]session.Tensor, len(values))
	for i, t := range values {
		b, err := t.Buffer(e, 0)
		if err != nil {
			return "", fmt.Errorf("%s: %w", r.Variables[i].Path, err)
		}
		entries[i] = session.Tensor{Name: r.Variables[i].Path, Buffer: b}
	}
	return publish(e, old, fmt.Sprintf("model with %d variables", len(values)), entries)
}

// contents are the variables with their values, and the parameters. Variables without a value are made again by the model.
func contents(s *model.Store) (r record, values []*tensors.Tensor, err error) {
	known := map[string]bool{}
	for v := range s.IterVariables() {
		known[v.Path()] = true
		if !v.HasValue() {
			continue
		}
		t, wrong := v.Value()
		if wrong != nil {
			return r, nil, fmt.Errorf("%s: %w", v.Path(), wrong)
		}
		r.Variables = append(r.Variables, variable{Path: v.Path(), Trainable: v.Trainable})
		values = append(values, t)
	}
	waiting, err := pending(s.Loader())
	if err != nil {
		return r, nil, err
	}
	for _, path := range slices.Sorted(maps.Keys(waiting)) {
		if !known[path] {
			r.Variables = append(r.Variables, variable{Path: path, Pending: true})
			values = append(values, waiting[path])
		}
	}
	for path, v := range s.IterParams() {
		r.Params = append(r.Params, param{path, v})
	}
	slices.SortFunc(r.Params, func(a, b param) int { return cmpText(a.Path, b.Path) })
	return r, values, nil
}

func cmpText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// pending are the values that a loader still holds, by the paths of their variables: a checkpoint's, or ours.
func pending(l model.Loader) (map[string]*tensors.Tensor, error) {
	if l == nil {
		return nil, nil
	}
	loaded, ok := l.(interface {
		LoadedVariables() map[string]*tensors.Tensor
	})
	if !ok {
		return nil, fmt.Errorf("a model whose weights come from a %T", l)
	}
	values := map[string]*tensors.Tensor{}
	for key, t := range loaded.LoadedVariables() {
		values[strings.TrimPrefix(key, checkpointKey)] = t
	}
	return values, nil
}

// checkpointKey begins the keys of GoMLX's reader of checkpoints; a path follows.
const checkpointKey = "var:"

func loadStore(data []byte) (*model.Store, error) {
	var r record
	if err := keep.Unmarshal(data, &r, paramTypes...); err != nil {
		return nil, err
	}
	if r.State == "" {
		return r.store(nil)
	}
	entries, err := open(r.State)
	if err != nil {
		return nil, err
	}
	values := make([]*tensors.Tensor, len(entries))
	for i, e := range entries {
		if values[i], err = tensors.FromBuffer(e.Buffer); err != nil {
			return nil, fmt.Errorf("%s: %w", e.Name, err)
		}
	}
	return r.store(values)
}

// store makes a model store of a record and the values of its variables.
func (r record) store(values []*tensors.Tensor) (*model.Store, error) {
	if len(values) != len(r.Variables) {
		return nil, fmt.Errorf("%d tensors for %d variables", len(values), len(r.Variables))
	}
	s := model.NewStore()
	for _, p := range r.Params {
		s.SetParam(p.Path, p.Value)
	}
	waiting := loader{}
	for i, v := range r.Variables {
		if v.Pending {
			waiting[v.Path] = values[i]
			continue
		}
		s.VariableWithValue(v.Path, values[i]).SetTrainable(v.Trainable)
	}
	if len(waiting) > 0 {
		s.SetLoader(waiting)
	}
	return s, nil
}

// loader gives a model the values that it has not yet asked for.
type loader map[string]*tensors.Tensor

var _ model.Loader = loader{}

func (l loader) LoadVariable(_ *model.Store, path string) (*tensors.Tensor, bool) {
	t, found := l[path]
	delete(l, path)
	return t, found
}

func (l loader) DeleteVariable(_ *model.Store, path string) error {
	delete(l, path)
	return nil
}

// LoadedVariables are those that wait.
func (l loader) LoadedVariables() map[string]*tensors.Tensor { return l }
