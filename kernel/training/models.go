package training

import (
	"fmt"
	"html"
	"strings"

	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/kernel/show"
	"github.com/gensci/gensci/kernel/tensor"
)

func init() {
	show.Register(func(m *fit.Model) map[string]any { return modelBundle(m) })
	show.Register(func(h *fit.History) map[string]any { return historyBundle(h) })
	show.Register(func(h fit.History) map[string]any { return historyBundle(&h) })
}

// modelBundle is a trained density: its settings, how it was trained, and its parameters.
func modelBundle(m *fit.Model) map[string]any {
	if m.Spec == nil || m.Store == nil {
		return map[string]any{show.Text: "a model that is not trained"}
	}
	return Trained(fmt.Sprintf("density in %d dimensions: %s", m.Dim(), show.Settings(m.Spec)), m.Store, &m.History)
}

// Trained is what has been trained: a title, how the training went, and the parameters of the model.
func Trained(title string, store *model.Store, h *fit.History) map[string]any {
	lines := []string{title}
	if h.Steps() > 0 {
		lines = append(lines, told(h))
	}
	b := tensor.Parameters(store, fit.ModelScope(store).Scope()+"/")
	picture := ""
	if svg := curve(h); svg != "" {
		picture = "<div>" + svg + "</div>"
	}
	text, _ := b[show.Text].(string)
	table, _ := b[show.HTML].(string)
	return map[string]any{
		show.Text: strings.Join(lines, "\n") + "\n" + text,
		show.HTML: "<div>" + strings.ReplaceAll(html.EscapeString(strings.Join(lines, "\n")), "\n", "<br>") + "</div>" + picture + table,
	}
}

// told is a history's line, with of which steps its loss is the mean.
func told(h *fit.History) string {
	return fmt.Sprintf("%s (loss: mean of the last %d)", h, min(lastSteps, h.Steps()))
}

// historyBundle is the curve of a training, with a line that says how it ended.
func historyBundle(h *fit.History) map[string]any {
	if h.Steps() == 0 {
		return map[string]any{show.Text: "no step was trained"}
	}
	lines := append([]string{h.String()}, h.Notes...)
	b := map[string]any{show.Text: strings.Join(lines, "\n")}
	if svg := curve(h); svg != "" {
		b[show.SVG] = svg
		b[show.HTML] = "<div>" + strings.ReplaceAll(html.EscapeString(strings.Join(lines, "\n")), "\n", "<br>") + "</div>" + svg
	}
	return b
}
