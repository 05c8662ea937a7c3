package training

import (
	"fmt"
	"html"
	"time"

	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/kernel/keep"
	"github.com/gensci/gensci/kernel/show"
)

// every is the time between two pictures: ten a second are more than anybody sees.
const every = 100 * time.Millisecond

// quick are runs over before anybody could read a bar: they show nothing but the end.
const quick = 300 * time.Millisecond

func init() {
	if show.InNotebook() {
		fit.Watch(func(steps int) fit.Watcher { return newWatcher(steps, time.Now, show.Update).tell })
	}
}

// lastSteps is over how many steps a loss that is told is averaged, wherever it is told: single ones jump. It is that of fit.History.String.
const lastSteps = 100

// watcher shows one run.
type watcher struct {
	steps       int
	first       int // steps of earlier runs, which a resumed history has too
	compiled    int // steps of the first call, which compiles
	begun, last time.Time
	now         func() time.Time
	show        func(id string, bundle map[string]any)
	id          string
}

func newWatcher(steps int, now func() time.Time, display func(id string, bundle map[string]any)) *watcher {
	return &watcher{steps: steps, first: -1, begun: now(), now: now, show: display, id: show.NewID()}
}

// tell shows how far the run is. If the user has asked for the end, the run ends, and what it returns can be kept.
func (w *watcher) tell(h *fit.History) (goOn bool) {
	goOn = !keep.Asked()
	now := w.now()
	if w.first < 0 { // the first call comes after the first steps; those before the run are not ours to count
		w.first = max(0, h.Steps()-w.steps)
		w.compiled = h.Steps() - w.first
	}
	if h.Stopped == fit.Running && (now.Sub(w.last) < every || now.Sub(w.begun) < quick) {
		return goOn
	}
	w.last = now
	line := w.line(h, now.Sub(w.begun))
	w.show(w.id, map[string]any{
		show.Text: line,
		show.HTML: fmt.Sprintf("<div>%s%s<br>%s</div>", w.bar(h), html.EscapeString(line), curve(h)),
	})
	return goOn
}

// line is "1500/3000 steps  812 steps/s  2 s left  loss 0.31".
func (w *watcher) line(h *fit.History, took time.Duration) string {
	done := h.Steps() - w.first
	rate := w.rate(done, took, h.FirstCall)
	text := fmt.Sprintf("%d/%d steps  %s steps/s", done, w.steps, short(rate))
	if h.Stopped == fit.Running {
		text += fmt.Sprintf("  %s left", time.Duration(float64(w.steps-done)/rate*1e9).Round(time.Second))
	} else {
		text += fmt.Sprintf("  %s", took.Round(100*time.Millisecond))
	}
	text += fmt.Sprintf("  loss %.4g", h.Last(lastSteps))
	if n := len(h.Validation); n > 0 {
		text += fmt.Sprintf("  validation %.4g", h.Validation[n-1].Loss)
	}
	if h.Stopped != fit.Running && h.Stopped != fit.Finished {
		text += "  " + h.Stopped.String()
	}
	return text
}

// rate is steps a second, as soon as it can be told without the first call: that compiles, which would be taken for slowness.
func (w *watcher) rate(done int, took, firstCall time.Duration) float64 {
	if done > w.compiled && took > firstCall {
		done, took = done-w.compiled, took-firstCall
	}
	return float64(done) / max(took.Seconds(), 1e-9)
}

func short(rate float64) string {
	if rate < 10 {
		return fmt.Sprintf("%.1f", rate)
	}
	return fmt.Sprintf("%.0f", rate)
}

// bar is seen while the run goes on.
func (w *watcher) bar(h *fit.History) string {
	if h.Stopped != fit.Running {
		return ""
	}
	return fmt.Sprintf(`<progress value="%d" max="%d" style="vertical-align: middle"></progress> `, h.Steps()-w.first, max(w.steps, 1))
}
