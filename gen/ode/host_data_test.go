package ode

import "testing"

// A trajectory whose interpolant needs no more of the field is data alone, so that notebooks can keep it.
func TestTrajectoryIsData(t *testing.T) {
	tr, err := Host{}.Solve(func(_ float64, x, dx []float64) { dx[0] = -x[0] }, []float64{1}, 0, 1)
	if err != nil || len(tr.later) > 0 || len(tr.pieces) != len(tr.T)-1 || tr.pieces[0] == nil {
		t.Errorf("%+v, %v", tr, err)
	}
}
