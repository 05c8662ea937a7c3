package metric

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/stat"
)

// Estimate is a value with its standard error.
type Estimate struct {
	Value  float64
	StdErr float64 // standard error, or the error that a quadrature estimates for itself
	Unit   string  // said after the numbers, such as "nats above the exact density"
}

// String is "0.031 ± 0.004 nats above the exact density".
func (e Estimate) String() string { return strings.TrimSpace(e.Short() + " " + e.Unit) }

// Short is "0.031 ± 0.004", for tables whose header says what it is.
func (e Estimate) Short() string {
	digits := decimals(e.StdErr)
	return fmt.Sprintf("%.*f ± %.*f", digits, e.Value, digits, e.StdErr)
}

// Band is a value with the range that a perfect model would give.
type Band struct {
	Value     float64
	Low, High float64 // 2.5 and 97.5 % quantiles of the value for two samples of one law
	Name      string  // of the value, such as "C2ST"
}

// Inside tells whether a perfect model could well give the value: it is within the band, ends included.
func (b Band) Inside() bool { return b.Low <= b.Value && b.Value <= b.High }

// String is "C2ST 0.541, outside the band 0.486 … 0.514 of a perfect model".
func (b Band) String() string {
	where := "outside"
	if b.Inside() {
		where = "inside"
	}
	digits := decimals(b.High - b.Low)
	return fmt.Sprintf("%s %.*f, %s the band %.*f … %.*f of a perfect model", b.Name, digits, b.Value, where, digits, b.Low, digits, b.High)
}

// decimals shows the first significant digit of an error, at least 3 decimals.
func decimals(err float64) int {
	if !(err > 0) || math.IsInf(err, 0) {
		return 3
	}
	return min(max(3, -int(math.Floor(math.Log10(err)))), 12)
}

// mean is the sample mean with its standard error.
func mean(values []float64, unit string) Estimate {
	m, std := stat.MeanStdDev(values, nil)
	return Estimate{m, std / math.Sqrt(float64(len(values))), unit}
}
