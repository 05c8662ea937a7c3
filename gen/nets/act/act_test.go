package act

import "testing"

func TestNames(t *testing.T) {
	for f, want := range map[Func]string{SiLU: "SiLU", Tanh: "Tanh", Identity: "Identity", Identity + 1: "Func(7)", -1: "Func(-1)"} {
		if got := f.String(); got != want {
			t.Errorf("%d: got %s, want %s", int(f), got, want)
		}
	}
}
