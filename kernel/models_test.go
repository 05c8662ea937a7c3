package kernel

import (
	"strings"
	"testing"

	"github.com/gomlx/compute"
)

// Engines, models that were trained or loaded, and solutions stay, each for itself: what cannot be kept takes no other with it for sharing
// the engine.
func TestModelsStay(t *testing.T) {
	if testing.Short() {
		t.Skip("builds cells that train")
	}
	t.Setenv(compute.ConfigEnvVar, "go") // it compiles nothing
	o := fakeOptions(t)
	cells := []struct{ code, shown string }{
		{"engine := nb.Must(backend.Default())", ""},
		{
			"import \"github.com/gomlx/gomlx/core/graph\"\nfunc twice(x *graph.Node) *graph.Node { return graph.MulScalar(x, 2) }\nnb.Must(graph.CallOnce(engine, twice, []float64{1, 2})).Value()",
			"execute_result:[2 4]",
		},
		{"triple := nb.Must(graph.NewExec(engine, func(x *graph.Node) *graph.Node { return graph.MulScalar(x, 3) }))", ""},
		{"nb.Must(triple.Call1([]float64{1, 2}))", "execute_result:"},
		{"t := tensors.FromValue([]float64{1, 2})\nnb.Must(triple.Call1(t)).Value()", "execute_result:[3 6]"},
		{"source := fit.Stream(data.Moons{}, 16)\noptions := fit.Options{Steps: 3, Schedule: fit.Warmup{Steps: 1, Then: fit.Cosine(0.1)}}\nheld := fit.Rows(0, mat.NewDense(4, 2, nil))", ""},
		{"m := nb.Must(fit.Density(flow.RealNVP{Couplings: 1}, source, options))", "display_data:3/3 steps"},
		{"nb.OK(m.Save(\"m\"))\nback := nb.Must(fit.Load[flow.RealNVP](\"m\"))\nlost := []any{engine, make(chan int)}", "stream:stderrlost is not kept"},
		{"import \"gonum.org/v1/gonum/mat\"\nx := mat.NewDense(1, 2, []float64{.5, .2})\nnb.Must(m.LogProb(x))[0] == nb.Must(back.LogProb(x))[0]", "execute_result:true"},
		{"nb.Must(m.LogProb(x))[0] == nb.Must(back.LogProb(x))[0] // whose weights have been asked for now", "execute_result:true"},
		{"sol := nb.Must(pinn.Solve(exact.Laplace{}.Problem(), pinn.Adam(3)))", "display_data:3/3 steps"},
		{"sol", "execute_result:solution u(x, y), "},
		{"sol.Exact.At([]float64{2, 0})", "execute_result:[8]"},
	}
	var sources []string
	for _, c := range cells {
		sources = append(sources, c.code)
	}
	r, err := Run(t.Context(), notebook(t, sources...), o)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range cells {
		if got := strings.ReplaceAll(texts(r.Notebook.Cells[2*i+1]), "<nil>", ""); !strings.HasPrefix(got, c.shown) || c.shown == "" && got != "" || strings.Count(got, "not kept") > 1 {
			t.Errorf("%s\nshows %q, want %q", c.code, got, c.shown)
		}
	}
}
