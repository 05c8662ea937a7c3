package session_test

import (
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"

	"github.com/gensci/gensci/backend/session"
	"github.com/gensci/gensci/backend/session/server"
	"github.com/gensci/gensci/internal/engines"
)

func upload(t *testing.T, e compute.Backend, x ...float32) compute.Buffer {
	t.Helper()
	b, err := e.BufferFromFlatData(0, x, shapes.Make(dtypes.Float32, len(x)))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func download(t *testing.T, b compute.Buffer) []float32 {
	t.Helper()
	s, err := b.Shape()
	if err != nil {
		t.Fatal(err)
	}
	x := make([]float32, s.Size())
	if err := b.ToFlatData(x); err != nil {
		t.Fatal(err)
	}
	return x
}

// double compiles x ↦ 2x for n numbers.
func double(t *testing.T, e compute.Backend, n int) compute.Executable {
	t.Helper()
	b := e.Builder("double")
	f := b.Main()
	x, err := f.Parameter("x", shapes.Make(dtypes.Float32, n), nil)
	if err != nil {
		t.Fatal(err)
	}
	y, err := f.Add(x, x)
	if err != nil {
		t.Fatal(err)
	}
	if err = f.Return([]compute.Value{y}, nil); err != nil {
		t.Fatal(err)
	}
	exec, err := b.Compile()
	if err != nil {
		t.Fatal(err)
	}
	return exec
}

func TestStateSurvivesClientsAndServers(t *testing.T) {
	engines.Each(t, func(t *testing.T, engine compute.Backend) {
		o := server.Options{Folder: t.TempDir()}
		t.Run("first server", func(t *testing.T) {
			socket := serve(t, engine, o)
			first := connect(t, socket)
			x := upload(t, first, 1, 2, 3)
			if err := first.Publish("model", "a note", []session.Tensor{{"w", x}, {"b", upload(t, first, 4)}}); err != nil {
				t.Fatal(err)
			}
			out, err := double(t, first, 3).Execute([]compute.Buffer{x}, []bool{true}, 0) // must not destroy what is kept
			if err != nil {
				t.Fatal(err)
			}
			if y := download(t, out[0]); y[2] != 6 {
				t.Errorf("2x = %v", y)
			}
			first.Finalize()
			wantModel(t, connect(t, socket))
		})
		t.Run("second server", func(t *testing.T) {
			e := connect(t, serve(t, engine, o))
			wantModel(t, e)
			if err := e.Drop("model"); err != nil {
				t.Fatal(err)
			}
			if _, _, err := e.Open("model"); err == nil || !strings.Contains(err.Error(), `"model"`) {
				t.Errorf("open after drop: %v", err)
			}
			if err := e.Drop("model"); err == nil || !strings.Contains(err.Error(), "nothing is kept") {
				t.Errorf("drop twice: %v", err)
			}
		})
		t.Run("third server", func(t *testing.T) {
			if all, err := connect(t, serve(t, engine, o)).List(); err != nil || len(all) != 0 {
				t.Errorf("list after drop: %v, %v", all, err)
			}
		})
	})
}

func wantModel(t *testing.T, e *session.Engine) {
	t.Helper()
	s, tensors, err := e.Open("model")
	if err != nil {
		t.Fatal(err)
	}
	if s.Note != "a note" || s.Bytes != 16 || len(tensors) != 2 || tensors[0].Name != "w" || s.When.IsZero() {
		t.Errorf("got %+v", s)
	}
	if w, b := download(t, tensors[0].Buffer), download(t, tensors[1].Buffer); w[0] != 1 || w[2] != 3 || b[0] != 4 {
		t.Errorf("w = %v, b = %v", w, b)
	}
}
