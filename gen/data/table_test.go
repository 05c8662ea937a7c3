package data

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

func TestTables(t *testing.T) {
	for _, c := range []struct {
		name     string
		table    Table
		n, d     int
		perClass []int
	}{
		{"digits", Digits(), 1797, 64, []int{178, 182, 177, 183, 181, 182, 181, 179, 174, 180}},
		{"iris", Iris(), 150, 4, []int{50, 50, 50}},
		{"wine", Wine(), 178, 13, []int{59, 71, 48}},
		{"breast cancer", BreastCancer(), 569, 30, []int{212, 357}},
		{"diabetes", Diabetes(), 442, 10, nil},
	} {
		n, d := c.table.X.Dims()
		if n != c.n || d != c.d || len(c.table.Y) != c.n || len(c.table.Features) != c.d || len(c.table.Classes) != len(c.perClass) {
			t.Errorf("%s: X %d × %d, %d targets, %d names, %d classes", c.name, n, d, len(c.table.Y), len(c.table.Features), len(c.table.Classes))
		}
		count := make([]int, len(c.perClass))
		for _, y := range c.table.Y {
			if len(count) > 0 {
				count[int(y)]++
			}
		}
		for k, want := range c.perClass {
			if count[k] != want {
				t.Errorf("%s: class %s has %d examples, want %d", c.name, c.table.Classes[k], count[k], want)
			}
		}
	}
}

// Numbers from the data sets' own descriptions (means, extremes) and scikit-learn's documentation.
func TestTablesHaveKnownValues(t *testing.T) {
	wine, cancer, digits := Wine().X, BreastCancer().X, Digits().X
	near := func(what string, got, want, within float64) {
		t.Helper()
		if math.Abs(got-want) > within {
			t.Errorf("%s = %g, want %g", what, got, want)
		}
	}
	near("mean proline", stat.Mean(mat.Col(nil, 12, wine), nil), 746.893258, 1e-5)
	near("largest worst area", mat.Max(cancer.ColView(23)), 4254, 0)
	near("smallest mean radius", mat.Min(cancer.ColView(0)), 6.981, 0)
	near("darkest pixel", mat.Max(digits), 16, 0)
	d := Diabetes()
	near("first scaled age", d.X.At(0, 0), .0380759064, 1e-9)
	near("first scaled bmi", d.X.At(0, 2), .0616962065, 1e-9)
	near("mean progression", stat.Mean(d.Y, nil), 152.13348416289594, 1e-9)
	near("first age", DiabetesRaw().X.At(0, 0), 59, 0)
}

// Explained variance ratios of iris, from scikit-learn.
func TestIrisPrincipalComponents(t *testing.T) {
	var pc stat.PC
	if !pc.PrincipalComponents(Iris().X, nil) {
		t.Fatal("no principal components")
	}
	v := pc.VarsTo(nil)
	total := v[0] + v[1] + v[2] + v[3]
	for i, want := range []float64{.924619, .053066, .017103, .005212} {
		if math.Abs(v[i]/total-want) > 1e-6 {
			t.Errorf("ratio %d is %.6f, want %.6f", i, v[i]/total, want)
		}
	}
}

func TestNoticeNamesEveryFile(t *testing.T) {
	files, err := embedded.ReadDir("embedded")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if f.Name() != "NOTICE" && !strings.Contains(Notice(), f.Name()) {
			t.Errorf("embedded/NOTICE does not name %s", f.Name())
		}
	}
}
