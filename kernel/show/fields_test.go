package show_test

import (
	"bufio"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/kernel/show"
)

// Settings leave out what is zero, at any depth: it stands for a default.
func TestSettings(t *testing.T) {
	type inner struct{ Hidden []int }
	type outer struct {
		Net   inner
		Bound float64
		Name  string
		Base  any
	}
	for want, v := range map[string]any{
		"outer{}": outer{}, `outer{Net: inner{Hidden: [4]}, Name: "a", Base: inner{}}`: outer{Net: inner{[]int{4}}, Name: "a", Base: inner{}}, "&inner{}": &inner{}, "nil": nil,
	} {
		if got := show.Settings(v); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Values look as a reader wants them: without what packages keep to themselves, by their own words where they have some.
func TestText(t *testing.T) {
	data := struct {
		X    *mat.Dense
		Name string
	}{mat.NewDense(3, 2, nil), "iris"}
	for name, c := range map[string]struct {
		value any
		want  string
	}{
		"a matrix in a struct":              {data, `{X: 3 × 2 [[0 0] [0 0] [0 0]], Name: "iris"}`},
		"unexported fields of a package":    {bufio.NewReader(strings.NewReader("a")), "&Reader{…}"},
		"exported fields beside them":       {[]any{fit.Point{Step: 1, Loss: 2}}, "[Point{Step: 1, Loss: 2}]"},
		"a type whose pointer has a String": {fit.History{Loss: []float64{2}, Stopped: fit.Finished}, "1 steps, loss 2, 0s, finished"},
		"such a type in a list":             {[]any{fit.History{Loss: []float64{2}}}, "[1 steps, loss 2, 0s, running]"},
	} {
		if got := show.Bundle(c.value)[show.Text]; got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
