package training

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/kernel/show"
)

// A run of ten thousand updates is shown ten times a second at most, in one place, and ends in one line and a picture.
func TestPicturesInPlace(t *testing.T) {
	now := time.Unix(0, 0)
	ids := map[string]int{}
	var last map[string]any
	w := newWatcher(10_000, func() time.Time { return now }, func(id string, b map[string]any) { ids[id]++; last = b })
	h := &fit.History{}
	for i := range 10_000 {
		h.Loss = append(h.Loss, 5*math.Exp(-float64(i)/2000))
		now = now.Add(time.Millisecond)
		w.tell(h)
	}
	h.Stopped = fit.Finished
	w.tell(h)
	if len(ids) != 1 || ids[w.id] > 101 || ids[w.id] < 90 {
		t.Errorf("shown %v", ids)
	}
	if got, want := last[show.Text], "10000/10000 steps  1000 steps/s  10s  loss 0.03455"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	picture := last[show.HTML].(string)
	if strings.Contains(picture, "<progress") || !strings.Contains(picture, "<svg") || len(picture) > 8_000 {
		t.Errorf("%d bytes: %.300s", len(picture), picture)
	}
}

func TestQuickRunsShowTheirEndAlone(t *testing.T) {
	now, shown := time.Unix(0, 0), 0
	w := newWatcher(100, func() time.Time { return now }, func(string, map[string]any) { shown++ })
	h := &fit.History{}
	for range 100 {
		h.Loss = append(h.Loss, 1)
		now = now.Add(time.Millisecond)
		w.tell(h)
	}
	h.Stopped = fit.Finished
	if w.tell(h); shown != 1 {
		t.Errorf("shown %d times", shown)
	}
}

func TestResumedRunsCountTheirOwnSteps(t *testing.T) {
	now := time.Unix(0, 0)
	var text string
	w := newWatcher(10, func() time.Time { return now }, func(_ string, b map[string]any) { text = b[show.Text].(string) })
	now = now.Add(time.Second)
	w.tell(&fit.History{Loss: make([]float64, 40), Stopped: fit.Finished})
	if !strings.HasPrefix(text, "10/10 steps") {
		t.Error(text)
	}
}

// What compiling takes is not counted as slowness.
func TestRateAfterCompiling(t *testing.T) {
	now := time.Unix(0, 0)
	var text string
	w := newWatcher(30, func() time.Time { return now }, func(_ string, b map[string]any) { text = b[show.Text].(string) })
	h := &fit.History{FirstCall: 5 * time.Second}
	now = now.Add(5 * time.Second)
	for range 3 {
		h.Loss = append(h.Loss, 8, 8, 8, 8, 8, 8, 8, 8, 8, 2)
		w.tell(h)
		now = now.Add(time.Second)
	}
	if want := "30/30 steps  10 steps/s  0s left  loss 7.4"; text != want {
		t.Errorf("got %q, want %q", text, want)
	}
}

// The bar, the curve and the model say the same of one training.
func TestOneLoss(t *testing.T) {
	now, h := time.Unix(0, 0), &fit.History{Stopped: fit.Finished}
	for i := range 500 {
		h.Loss = append(h.Loss, float64(i))
	}
	w := newWatcher(500, func() time.Time { return now }, nil)
	for name, text := range map[string]string{"bar": w.line(h, time.Second), "curve": curve(h), "model": told(h), "history": h.String()} {
		if !strings.Contains(text, "loss 449.5") {
			t.Errorf("%s: want the mean of 400 to 499 in %s", name, text)
		}
	}
}

// The curve falls on the page where the loss falls, and what is not a number is left out.
func TestCurve(t *testing.T) {
	var x, y [2]float64
	svg := curve(&fit.History{Loss: []float64{2, math.NaN(), 1}, Validation: []fit.Point{{Step: 3, Loss: 3}}})
	path := svg[strings.Index(svg, `stroke-opacity="0.5"/>`):]
	path = path[strings.Index(path, `<path d="`)+9:]
	if n, err := fmt.Sscanf(path, `M%f %fL%f %f`, &x[0], &y[0], &x[1], &y[1]); n != 4 || x[1] <= x[0] || y[1] <= y[0] {
		t.Errorf("%v: %v %v in %s", err, x, y, svg)
	}
	if strings.Contains(path, "NaN") || !strings.Contains(svg, "validation") {
		t.Error(svg)
	}
	if svg := curve(&fit.History{}); svg != "" {
		t.Errorf("of nothing: %s", svg)
	}
}

func TestLogarithmWhereTheLossFallsFar(t *testing.T) {
	for _, c := range []struct {
		loss []float64
		log  bool
	}{{[]float64{100, 1}, true}, {[]float64{5, 1}, false}, {[]float64{100, -1}, false}} {
		if a := axesOf(means(c.loss)); a.log != c.log {
			t.Errorf("%v: %v", c.loss, a.log)
		}
	}
	a := axesOf(means([]float64{100, 1}))
	if middle, want := a.y(10), (a.y(1)+a.y(100))/2; math.Abs(middle-want) > 1e-9 {
		t.Errorf("ten is at %v, want %v", middle, want)
	}
}
