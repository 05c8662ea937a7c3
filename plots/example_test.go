package plots_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/plots"
)

func ExampleLine() {
	t := []float64{0, 1, 2, 3}
	f := plots.Line(t, []float64{8, 4, 2, 1}, []float64{1, 3, 9, 27}).Names("decays", "grows").Labels("t / s", "N").LogY()
	fmt.Println(f.AltText())
	// Output: N (logarithmic) against t / s. decays: 4 points, falls from 8 to 1; grows: 4 points, rises from 1 to 27. x from -0.105 to 3.1, y from 0.891 to 30.3.
}

func ExampleBand() {
	f := plots.Band(nil, []float64{1, 2, 4}, []float64{0, 1, 2}, []float64{2, 3, 6}).Names("mean ± σ")
	fmt.Println(f.AltText())
	// Output: y against x. mean ± σ: 3 points, rises from 1 to 4. x from -0.07 to 2.07, y from -0.21 to 6.21.
}

func ExampleOver() {
	density := func(x, y float64) float64 { return math.Exp(-(x*x + y*y) / 2) }
	data := mat.NewDense(3, 2, []float64{0, 0, 1, 1, -1, 0})
	lo, hi := [2]float64{-3, -3}, [2]float64{3, 3}
	f := plots.Over(plots.HeatMap(density, lo, hi), plots.Scatter(data), plots.HLine(0)).Names("data", "equator").Labels("x", "y")
	fmt.Println(f.Err(), len(f.Plots()))
	// Output: <nil> 1
}

func ExampleGrid() {
	var row []*plots.Figure
	for _, k := range []float64{1, 2, 3} {
		row = append(row, plots.Curve(func(x float64) float64 { return math.Sin(k * x) }, 0, math.Pi))
	}
	f := plots.Grid(3, row...).SharedAxes().Titles("k = 1", "k = 2", "k = 3")
	fmt.Println(f.Err(), len(f.Plots()))
	// Output: <nil> 3
}

func ExampleHistory() {
	f := plots.History(fit.History{Loss: []float64{4, 1, 0.5}, Validation: []fit.Point{{Step: 0, Loss: 5}, {Step: 2, Loss: 0.7}}})
	fmt.Println(f.AltText())
	// Output: loss (logarithmic) against step. training: 3 points, falls from 4 to 0.5; validation: 2 points, falls from 5 to 0.7. x from -0.07 to 2.07, y from 0.461 to 5.42.
}

func ExampleCorner() {
	posterior := mat.NewDense(4, 2, []float64{1, 10, 2, 12, 3, 11, 2, 11})
	f := plots.Corner(posterior, plots.CornerOptions{Names: []string{"β", "γ"}, Truth: []float64{2, 11}}).Names("posterior", "truth")
	fmt.Println(f.AltText())
	// Output: Corner plot of β, γ: 4 points, β = 2 ± 0.707, γ = 11 ± 0.707. Lines mark β = 2, γ = 11.
}

func ExampleRanks() {
	ranks := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 9}
	f := plots.Ranks(9, ranks).Titles("θ")
	fmt.Println(f.AltText())
	// Output: θ. count against rank. 95 % for all bars: band over 20 points, widest 5 at -0.5; 10 bins, highest 2 from -0.5 to 0.5. x from -0.5 to 9.5, y from 0 to 5.17.
}

func ExampleImages() {
	digits := mat.NewDense(2, 4, []float64{0, 16, 16, 0, 16, 0, 0, 16})
	fmt.Println(plots.Images(digits, 2, 2).AltText())
	// Output: 2 images of 2 × 2 pixels in rows of 2.
}

func ExampleFigure_Save() {
	dir, err := os.MkdirTemp("", "plots")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	f := plots.VectorField(func(x, y float64) (vx, vy float64) { return -y, x }, [2]float64{-1, -1}, [2]float64{1, 1})
	fmt.Println(f.Save(filepath.Join(dir, "rotation.svg")), f.Save(filepath.Join(dir, "rotation.doc")))
	// Output: <nil> plots: a picture cannot be drawn as "doc": want svg or png
}

func ExampleAnimate() {
	var frames []*plots.Figure
	for t := range 3 {
		frames = append(frames, plots.Curve(func(x float64) float64 { return math.Sin(x - float64(t)) }, 0, 6).Titles(fmt.Sprintf("t = %d", t)))
	}
	a := plots.Animate(frames...)
	_, isPNG := a.MimeBundle()["image/png"]
	fmt.Println(isPNG, a.Err())
	// Output: true <nil>
}
