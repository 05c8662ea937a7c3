package pinn

// Exact is a solution that is known: variables → fields at one point. The structs of package exact are such solutions; Func makes one of a
// function. A struct can be saved and compared, so that a notebook's cells keep solutions together with what is exact.
type Exact interface {
	At(x []float64) []float64
}

// Func is a function as an Exact.
type Func func(x []float64) []float64

var _ Exact = Func(nil)

// At is f(x).
func (f Func) At(x []float64) []float64 { return f(x) }
