package exact_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/gensci/gensci/gen/pinn/exact"
)

func TestBadSettings(t *testing.T) {
	for _, c := range []struct {
		of   exact.Reference
		want string
	}{
		{exact.Burgers{Nu: -1}, "want Burgers.Nu positive, or 0 for its default of 0.003183, got -1"},
		{exact.Heat{Kappa: math.NaN()}, "want Heat.Kappa positive"},
		{exact.Fisher{D: math.Inf(1)}, "want Fisher.D positive"},
		{exact.BlackScholes{Sigma: -1}, "want BlackScholes.Sigma positive"},
		{exact.Advection{Beta: -1}, "want Advection.Beta positive"},
		{exact.Solitons{K1: 1}, "want two waves of different K1 and K2"},
		{exact.Lorenz{End: 31}, "want End in (0, 30]"},
		{exact.KuramotoSivashinsky{End: 2}, "want End in (0, 1.5]"},
		{exact.Cavity{Re: 5000}, "want Re in (0, 1000]"},
		{exact.KdV{Delta: 3e-5}, "do not resolve the solution"},
		{exact.LotkaVolterra{End: -1}, "want LotkaVolterra.End positive"},
	} {
		said := func() (said string) {
			defer func() { said = fmt.Sprint(recover()) }()
			c.of.At([]float64{.5, .5})
			return ""
		}()
		if !strings.Contains(said, c.want) {
			t.Errorf("%T %+v: said %q, want %q", c.of, c.of, said, c.want)
		}
	}
}
