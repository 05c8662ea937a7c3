package training

import (
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/backend/session/served"
	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/kernel/show"
)

func TestModelsAreShown(t *testing.T) {
	served.New(t).Program(t)
	m, err := fit.Density(flow.RealNVP{Couplings: 1, Hidden: []int{4}}, fit.Stream(data.Moons{Noise: 0.05}, 16), fit.Options{Steps: 3})
	if err != nil {
		t.Fatal(err)
	}
	m.History.Elapsed = 2 * time.Second
	b := show.Bundle(m)
	text := b[show.Text].(string)
	for _, want := range []string{
		"density in 2 dimensions: RealNVP{Couplings: 1, Hidden: [4]}\n3 steps, loss ", ", 2s, finished (loss: mean of the last 3)\n18 parameters in 4 variables\n",
		"\nvariable ", "coupling_0/", "(Float32)[1, 4]",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	if strings.Contains(text, "adam") || strings.Contains(text, "/model/") {
		t.Errorf("variables of the optimizer in\n%s", text)
	}
	if page := b[show.HTML].(string); !strings.Contains(page, "<table>") || !strings.Contains(page, "<svg") || !strings.Contains(page, "finished") {
		t.Errorf("%.500s", page)
	}
	dir := t.TempDir() + "/m"
	if err = m.Save(dir); err != nil {
		t.Fatal(err)
	}
	loaded, err := fit.Load[flow.RealNVP](dir)
	if err != nil {
		t.Fatal(err)
	}
	if text := show.Bundle(loaded)[show.Text].(string); !strings.Contains(text, "18 parameters in 4 variables") || strings.Contains(text, "steps") {
		t.Errorf("one that was loaded:\n%s", text)
	}
	if got := show.Bundle(&fit.Model{})[show.Text]; got != "a model that is not trained" {
		t.Error(got)
	}
}

func TestHistoriesAreShown(t *testing.T) {
	h := fit.History{Loss: []float64{3, 2, 1}, Stopped: fit.Early, Elapsed: time.Second, Notes: []string{"loss < 2"}}
	for _, v := range []any{h, &h} {
		b := show.Bundle(v)
		if got := b[show.Text]; got != "3 steps, loss 2, 1s, stopped early\nloss < 2" {
			t.Errorf("%T: %q", v, got)
		}
		if svg, _ := b[show.SVG].(string); !strings.HasPrefix(svg, "<svg") || !strings.Contains(b[show.HTML].(string), "loss &lt; 2</div><svg") {
			t.Errorf("%T: %.200s", v, b[show.HTML])
		}
	}
	if b := show.Bundle(fit.History{}); b[show.Text] != "no step was trained" || len(b) != 1 {
		t.Errorf("%v", b)
	}
}
