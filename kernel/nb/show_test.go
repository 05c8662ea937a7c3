package nb

import (
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	_ "gonum.org/v1/plot/vg/vgimg" // formats that plots are drawn in
	_ "gonum.org/v1/plot/vg/vgsvg"

	"github.com/gensci/gensci/kernel/nb/result"
	"github.com/gensci/gensci/kernel/show"
)

var _ Plottable[vg.Length] = (*plot.Plot)(nil)

// Outside a notebook, what is shown goes to standard output as text.
func ExampleShow() {
	Show(1.5, "text", mat.NewDense(2, 2, []float64{1, 2, 3, 4.5}))
	Table([]string{"steps", "excess"}, [][]any{{3000, 0.03125}})
	Plot(plot.New())
	ExecuteResult([]int{1, 2})
	// Output:
	// 1.5
	// text
	// 1    2
	// 3  4.5
	// steps   excess
	// -----  -------
	//  3000  0.03125
	// plot, 454 × 283 points
	// [1 2]
}

func TestResultRow(t *testing.T) {
	b := renderResult(result.Row{Name: "pi", Value: show.Number(3.14159265), Exact: "3.142"})
	if got, want := b[show.Text], "what  value  exact\n----  -----  -----\npi    3.142  3.142"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
