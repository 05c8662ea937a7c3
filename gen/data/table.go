package data

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// Table is a data set for supervised learning.
type Table struct {
	X        *mat.Dense // inputs, [n, len(Features)]
	Y        []float64  // targets, [n]; indices into Classes if there are classes
	Features []string   // names of the columns of X
	Target   string     // what Y is
	Classes  []string   // names of the classes; nil for a regression
}

// Their sources and licences are in embedded/NOTICE.
//
//go:embed embedded
var embedded embed.FS

// Notice is the attribution of the embedded data sets, with their licences.
func Notice() string {
	text, err := embedded.ReadFile("embedded/NOTICE")
	if err != nil {
		panic(err)
	}
	return string(text)
}

// Digits is 1797 handwritten digits, 8 × 8 pixels from 0 to 16 row by row (Alpaydin and Kaynak 1998).
func Digits() Table {
	return table("digits", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9")
}

// Iris is four lengths of 150 flowers of three species (Fisher 1936).
func Iris() Table { return table("iris", "setosa", "versicolor", "virginica") }

// Wine is thirteen measurements on 178 wines of three cultivators (Aeberhard and Forina 1991).
func Wine() Table { return table("wine", "class_0", "class_1", "class_2") }

// BreastCancer is thirty measurements on the cell nuclei of 569 tumours (Wolberg et al. 1993).
func BreastCancer() Table { return table("cancer", "malignant", "benign") }

// Diabetes is ten measurements on 442 patients and the disease's progression after a year (Efron et al. 2004). Each column
// of X is centred and has sum of squares 1, as in that paper and in scikit-learn's default.
func Diabetes() Table {
	t := DiabetesRaw()
	for j := range t.Features {
		column := mat.Col(nil, j, t.X)
		floats.AddConst(-stat.Mean(column, nil), column)
		floats.Scale(1/floats.Norm(column, 2), column)
		t.X.SetCol(j, column)
	}
	return t
}

// DiabetesRaw is Diabetes in the original units: years, kg/m², mmHg, mg/dl.
func DiabetesRaw() Table { return table("diabetes") }

// table reads an embedded file, which the tests do too, so that it cannot fail in a program.
func table(name string, classes ...string) Table {
	packed, err := embedded.ReadFile("embedded/" + name + ".csv.gz")
	if err != nil {
		panic(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		panic(fmt.Errorf("data: unpacking %s: %w", name, err))
	}
	frame, err := CSV{}.Read(r)
	if err != nil {
		panic(fmt.Errorf("data: reading %s: %w", name, err))
	}
	last := len(frame) - 1
	t := Table{Y: frame[last].Values, Target: frame[last].Name, Classes: classes}
	for _, c := range frame[:last] {
		t.Features = append(t.Features, c.Name)
	}
	if t.X, err = frame[:last].Matrix(); err != nil {
		panic(fmt.Errorf("data: reading %s: %w", name, err))
	}
	return t
}

// checkFinite names the first entry that is NaN or infinite.
func checkFinite(what string, m *mat.Dense) error {
	rows, cols := m.Dims()
	for i := range rows {
		for j := range cols {
			if v := m.At(i, j); math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("data: %s has %v at row %d, column %d (counted from 0)", what, v, i, j)
			}
		}
	}
	return nil
}
