package nb

import (
	"encoding/json"
	"time"

	"github.com/gensci/gensci/kernel/display"
	"github.com/gensci/gensci/kernel/nb/result"
	"github.com/gensci/gensci/kernel/show"
)

var started = time.Now() // of the cell's program

// Result shows one result as a table of one row, and records it for the table of `gensci demo`: what it is, its value, the exact value
// it should be (nil where none is known), and how far off it is (nil where that says nothing more). Numbers are written with four digits.
func Result(name string, value, exact, excess any) {
	show.Put(renderResult(result.Row{
		Name: name, Value: show.Number(value), Exact: show.Number(exact), Excess: show.Number(excess),
		Seconds: time.Since(started).Seconds(),
	}))
}

func renderResult(r result.Row) map[string]any {
	header, line := []string{"what", "value"}, []any{r.Name, r.Value}
	if r.Exact != "" {
		header, line = append(header, "exact"), append(line, r.Exact)
	}
	if r.Excess != "" {
		header, line = append(header, "excess"), append(line, r.Excess)
	}
	b := show.Table(header, [][]any{line})
	row, _ := json.Marshal(r.Bundle()) // of texts and a finite number
	b[result.MIME] = display.JSON(row)
	return b
}
