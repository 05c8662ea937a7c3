package tensor

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/kernel/keep"
)

func someStore() *model.Store {
	s := model.NewStore()
	s.VariableWithValue("/a/w", [][]float32{{1, 2}, {3, 4}})
	s.VariableWithValue("/a/b", []float32{5}).SetTrainable(false)
	s.SetParam("/rate", 0.5)
	s.SetParam("/a/dtype", dtypes.Float32)
	s.SetParam("/names", []string{"x", "y"})
	return s
}

// sameStore says how a store differs from someStore.
func sameStore(t *testing.T, s *model.Store) {
	t.Helper()
	w, b := s.GetVariable("/a/w"), s.GetVariable("/a/b")
	if w == nil || b == nil || s.NumVariables() != 2 {
		t.Fatalf("it has %d variables", s.NumVariables())
	}
	if got := w.MustValue().Value(); !reflect.DeepEqual(got, [][]float32{{1, 2}, {3, 4}}) || !w.Trainable {
		t.Errorf("w is %v", got)
	}
	if got := b.MustValue().Value(); !reflect.DeepEqual(got, []float32{5}) || b.Trainable {
		t.Errorf("b is %v", got)
	}
	for path, want := range map[string]any{"/rate": 0.5, "/a/dtype": dtypes.Float32, "/names": []string{"x", "y"}} {
		if got, _ := s.GetParam(path); !reflect.DeepEqual(got, want) {
			t.Errorf("%s is %v", path, got)
		}
	}
}

func TestStoresStay(t *testing.T) {
	server := serve(t)
	first, external, err := saveStore(someStore(), nil)
	if err != nil || len(external) != 1 {
		t.Fatal(external, err)
	}
	next(t, server)
	s, err := loadStore(first)
	if err != nil {
		t.Fatal(err)
	}
	sameStore(t, s)
	again, same, err := saveStore(s, first)
	if err != nil || !slices.Equal(same, external) || string(again) != string(first) {
		t.Errorf("unchanged, but saved as %v after %v, %v", same, external, err)
	}
	if err = s.GetVariable("/a/b").SetValue(tensors.FromValue([]float32{6})); err != nil {
		t.Fatal(err)
	}
	if _, same, err = saveStore(s, first); err != nil || slices.Equal(same, external) {
		t.Errorf("changed, and saved as %v, %v", same, err)
	}
	s.SetParam("/rate", 0.25)
	if s, err = loadStore(first); err != nil {
		t.Fatal(err)
	}
	sameStore(t, s)
}

func TestStoreWithoutVariables(t *testing.T) {
	s := model.NewStore()
	s.SetParam("/rate", 0.5)
	data, external, err := saveStore(s, nil) // nothing to keep: no server is asked
	if err != nil || len(external) != 0 {
		t.Fatal(external, err)
	}
	if s, err = loadStore(data); err != nil {
		t.Fatal(err)
	}
	if v, _ := s.GetParam("/rate"); v != 0.5 || s.NumVariables() != 0 {
		t.Errorf("%v", v)
	}
}

// Values of a checkpoint wait until the model asks for them, in the next cell too, and in files.
func TestWaitingValuesStay(t *testing.T) {
	server := serve(t)
	s := someStore()
	s.SetLoader(loader{"/late": tensors.FromValue([]float32{7})})
	data, _, err := saveStore(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	file, err := keep.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	next(t, server)
	kept, err := loadStore(data)
	if err != nil {
		t.Fatal(err)
	}
	var read *model.Store
	if err := keep.Unmarshal(file, &read); err != nil {
		t.Fatal(err)
	}
	for _, s := range []*model.Store{kept, read} {
		sameStore(t, s)
		late, found := s.Loader().LoadVariable(s, "/late")
		if !found || !reflect.DeepEqual(late.Value(), []float32{7}) {
			t.Errorf("late is %v", late)
		}
		if _, found = s.Loader().LoadVariable(s, "/late"); found {
			t.Error("it is given twice")
		}
	}
}

func TestStoresWithoutServer(t *testing.T) {
	server := serve(t)
	data, _, err := saveStore(someStore(), nil)
	if err != nil {
		t.Fatal(err)
	}
	file, err := keep.Marshal(someStore())
	if err != nil {
		t.Fatal(err)
	}
	server.Stop()
	if _, err := loadStore(data); err == nil || !strings.HasPrefix(err.Error(), "its tensors are gone with the session server (") {
		t.Errorf("%v", err)
	}
	var s *model.Store
	if err := keep.Unmarshal(file, &s); err != nil {
		t.Fatal(err)
	}
	sameStore(t, s)
}
