package plots_test

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/plots"
)

func ExampleScatter() {
	a, b := mat.NewDense(2, 2, []float64{0, 0, 2, 2}), mat.NewDense(2, 2, []float64{1, 0, 1, 4})
	fmt.Println(plots.Scatter(a, b).Names("data", "model").AltText())
	// Output: x₂ against x₁. data: 2 points, mean (1, 1), standard deviations 1 and 1; model: 2 points, mean (1, 2), standard deviations 0 and 2. x from -0.07 to 2.07, y from -0.14 to 4.14.
}

func ExampleClasses() {
	x := mat.NewDense(3, 2, []float64{0, 0, 1, 1, 2, 0})
	f := plots.Classes(x, []int{0, 1, 1}, "setosa", "virginica").Labels("length / cm", "width / cm")
	fmt.Println(f.AltText())
	// Output: width / cm against length / cm. 3 points, mean (1, 0.333), standard deviations 0.816 and 0.471, in 2 classes. x from -0.07 to 2.07, y from -0.035 to 1.03.
}

// The tables of package data have their classes as float64.
func ExampleClasses_table() {
	iris := data.Iris()
	f := plots.Classes(iris.X, iris.Y, iris.Classes...)
	fmt.Println(f.AltText())
	// Output: x₂ against x₁. 150 points, mean (5.84, 3.06), standard deviations 0.825 and 0.434, in 3 classes. x from 4.17 to 8.03, y from 1.92 to 4.48.
}

func ExampleErrorBars() {
	fmt.Println(plots.ErrorBars(nil, []float64{1, 2, 3}, []float64{0.5, 0.5, 0.5}).AltText())
	// Output: y against x. 3 points with error bars of ± 0.5 on average, rises from 1 to 3. x from -0.07 to 2.07, y from 0.395 to 3.6.
}

func ExampleHeatMap() {
	f := plots.HeatMap(func(x, y float64) float64 { return x + y }, [2]float64{0, 0}, [2]float64{1, 1}).Colorbar("T / K")
	fmt.Println(f.AltText())
	// Output: y against x. 160 × 160 cells coloured by T / K, from 0.00625 at (0.00313, 0.00313) to 1.99 at (0.997, 0.997). x from 0 to 1, y from 0 to 1.
}

func ExampleContour() {
	f := plots.Contour(math.Hypot, [2]float64{-1, -1}, [2]float64{1, 1}, 0.5, 1)
	fmt.Println(f.AltText())
	// Output: y against x. contours at 2 levels: 0.5, 1. x from -1.07 to 1.07, y from -1.07 to 1.07.
}

func ExampleMatrix() {
	confusion := mat.NewDense(2, 2, []float64{9, 1, 2, 8})
	fmt.Println(plots.Matrix(confusion, "healthy", "ill").Labels("predicted", "true").AltText())
	// Output: true against predicted. 2 × 2 cells coloured by values, from 1 at (1, 0) to 9 at (0, 0). x from -0.5 to 1.5, y from -0.5 to 1.5.
}

func ExampleStreamlines() {
	saddle := func(x, y float64) (vx, vy float64) { return x, -y }
	f := plots.Over(plots.Regions(func(x, y float64) int {
		if x > 0 {
			return 1
		}
		return 0
	}, [2]float64{-1, -1}, [2]float64{1, 1}), plots.Streamlines(saddle, [2]float64{-1, -1}, [2]float64{1, 1}))
	fmt.Println(f.Err())
	// Output: <nil>
}

func ExampleHistogramAgainst() {
	var x []float64
	for i := range 1000 {
		x = append(x, (float64(i)+0.5)/1000)
	}
	f := plots.HistogramAgainst(x, func(float64) float64 { return 1 }).Names("data")
	fmt.Println(len(f.Plots()), f.Err())
	// Output: 2 <nil>
}

func ExampleCoverage() {
	levels := []float64{0.1, 0.3, 0.5, 0.7, 0.9} // of the smallest region that holds the truth, for each data set
	fmt.Println(plots.Coverage(levels).Names("NPE").Err())
	// Output: <nil>
}

func ExampleCalibration() {
	forecast, came := []float64{0.1, 0.2, 0.8, 0.9}, []bool{false, false, true, true}
	fmt.Println(len(plots.Calibration(forecast, came).Plots()))
	// Output: 2
}

func ExampleSpectrum() {
	f := plots.Spectrum([]float64{0, 1, 10, 100}, []float64{7, 1, 0.01, 0.0001}).Names("k⁻²")
	fmt.Println(f.AltText())
	// Output: power (logarithmic) against wavenumber k (logarithmic). k⁻²: 3 points, falls from 1 to 0.0001. x from 0.851 to 117, y from 7.24e-05 to 1.38.
}

func ExampleCompare() {
	u := func(x, _ float64) float64 { return x }
	exact := func(x, _ float64) float64 { return 1.25 * x }
	f := plots.Compare(u, exact, [2]float64{0, 0}, [2]float64{1, 1})
	fmt.Println(f.Plots()[2].Title.Text)
	// Output: u − exact, relative error 0.2
}

func ExampleBars() {
	fmt.Println(plots.Bars([]string{"petal", "sepal"}, []float64{0.4, 0.1}).Labels("relevance", "").AltText())
	// Output: relevance. petal 0.4, sepal 0.1.
}

func ExampleHistogram() {
	f := plots.Over(plots.Histogram([]float64{0, 1, 2, 3, 4, 5, 6, 7}), plots.Curve(func(float64) float64 { return 0.125 }, 0, 7)).Names("samples", "density")
	fmt.Println(f.AltText())
	// Output: density against x. samples: 5 bins, highest 0.179 from 0 to 1.4; density: 401 points, constant at 0.125. x from -0.245 to 7.25, y from 0 to 0.185.
}
