// Command table learns the density of the rows of a CSV file: go run ./examples/table FILE.csv. All columns must be numbers that vary.
package main

import (
	"fmt"
	"log"
	"math"
	"os"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distmv"

	_ "github.com/gensci/gensci/backend" // XLA if it is there, else pure Go
	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/flow"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("table: want one CSV file: go run ./examples/table FILE.csv")
	}
	if err := run(os.Args[1]); err != nil {
		log.Fatal("table: ", err)
	}
}

func run(file string) error {
	frame, err := data.CSV{}.File(file)
	if err != nil {
		return err
	}
	x, err := frame.Matrix() // [rows, columns]
	if err != nil {
		return err
	}
	scaler, err := data.FitScaler(x)
	if err != nil {
		return err
	}
	train, held := fit.Rows(128, scaler.Apply(x)).Split(0.2, 1)
	options := fit.Options{Steps: 2000, Schedule: fit.Cosine(0.01), ClipNorm: 5, Validation: held, Patience: 5}
	m, err := fit.Density(flow.RealNVP{}, train, options) // the weights that were best on the rows held back
	if err != nil {
		return err
	}
	// The flow knows z = (x − mean)/std, and p(x) = p(z)/∏ std.
	units := 0.0
	for _, s := range scaler.Std {
		units += math.Log(s)
	}
	best := math.Inf(1)
	for _, v := range m.History.Validation {
		best = min(best, v.Loss)
	}
	fmt.Printf("mean of ln p in nats: flow %.3f on the rows held back, normal law %.3f on all rows\n", -best-units, normal(x))
	fmt.Println("fit.Load[flow.RealNVP](\"table-flow\") reads the flow again")
	return m.Save("table-flow")
}

// normal is the mean of ln p under the normal law with the mean and covariance of x.
func normal(x *mat.Dense) float64 {
	n, d := x.Dims()
	var cov mat.SymDense
	stat.CovarianceMatrix(&cov, x, nil)
	mean := make([]float64, d)
	for j := range mean {
		mean[j] = stat.Mean(mat.Col(nil, j, x), nil)
	}
	law, ok := distmv.NewNormal(mean, &cov, nil)
	if !ok {
		return math.Inf(1) // a column follows from the others: no density
	}
	sum := 0.0
	for i := range n {
		sum += law.LogProb(x.RawRowView(i))
	}
	return sum / float64(n)
}
