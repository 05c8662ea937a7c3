package release_test

import (
	"testing"

	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/nbformat"
)

func TestHash(t *testing.T) {
	answer := func() release.Answer {
		result := nbformat.Output{Type: nbformat.ExecuteResult, ExecutionCount: 1, Data: map[string]any{"text/plain": "1"}}
		return release.Answer{
			Source: "s", Outputs: []nbformat.Output{result}, Attachments: map[string]any{"a.png": map[string]any{"image/png": "AA=="}},
			Below: []nbformat.Cell{{Type: nbformat.Code, ID: "x", Source: "b", ExecutionCount: 3, Outputs: []nbformat.Output{{Type: nbformat.Stream, Name: "stdout", Text: "t"}}}},
		}
	}
	sum := func(change func(*release.Answer)) string {
		a := answer()
		change(&a)
		h, err := a.Hash()
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	want := sum(func(*release.Answer) {})
	for i, same := range []func(*release.Answer){
		func(a *release.Answer) { a.Outputs[0].ExecutionCount = 9; a.Below[0].ExecutionCount = 9 },
		func(a *release.Answer) { a.Below[0].ID = "y"; a.Below[0].Metadata = map[string]any{"execution": "now"} },
		func(a *release.Answer) { a.Given = true },
	} {
		if sum(same) != want {
			t.Errorf("change %d makes another answer", i)
		}
	}
	for i, other := range []func(*release.Answer){
		func(a *release.Answer) { a.Source = "S" },
		func(a *release.Answer) { a.Outputs[0].Data["text/plain"] = "2" },
		func(a *release.Answer) { a.Outputs = nil },
		func(a *release.Answer) { a.Attachments["b.png"] = a.Attachments["a.png"] },
		func(a *release.Answer) { a.Below[0].Source = "c" },
		func(a *release.Answer) { a.Below[0].Outputs[0].Text = "u" },
		func(a *release.Answer) { a.Below[0].Type = nbformat.Markdown },
		func(a *release.Answer) { a.Below = nil },
		func(a *release.Answer) { a.Source, a.Below[0].Source = "", "sb" },
	} {
		if sum(other) == want {
			t.Errorf("change %d makes the same answer", i)
		}
	}
}
