package nb

import (
	"crypto/sha256"
	"fmt"
	"html"
	"strings"

	"github.com/gensci/gensci/grade/sheet"
	"github.com/gensci/gensci/kernel/show"
)

// Check runs a test of an exercise sheet on the functions of this notebook and shows what passed, with a hint for each check that failed:
//
//	nb.Check(func(t *sheet.T) {
//		t.Near(Square(3), 9.0, 1e-12, "the square of 3")
//	})
//
// A failed check is no error of the cell: a sheet can be run from top to bottom before it is finished. The same test earns the points when the sheet is graded; then, and by
// `gensci check`, it runs outside of the process that holds the functions. Random inputs are the same each time.
func Check(test func(t *sheet.T)) {
	show.Put(renderCheck(sheet.Run(test, sha256.Sum256(nil))))
}

// renderCheck shows a result as text and as HTML.
func renderCheck(r sheet.Result) map[string]any {
	passed := 0
	var lines []string
	for _, o := range r.Outcomes {
		if o.Passed {
			passed++
			continue
		}
		line := o.Hint
		if o.Part >= 0 {
			line = r.Parts[o.Part].Name + ": " + line
		}
		if o.Detail != "" {
			line += ": " + o.Detail
		}
		lines = append(lines, line)
	}
	mark, colour := "✓", "#1a7f37"
	if passed < len(r.Outcomes) || passed == 0 {
		mark, colour = "✗", "#c4432b"
	}
	head := fmt.Sprintf("%s %d of %d checks pass", mark, passed, len(r.Outcomes))
	if len(r.Outcomes) == 1 {
		head = fmt.Sprintf("%s %d of 1 check passes", mark, passed)
	}
	text, page := head, fmt.Sprintf(`<div style="color:%s;font-weight:bold">%s</div>`, colour, html.EscapeString(head))
	if len(lines) > 0 {
		text += "\n  " + strings.Join(lines, "\n  ")
		page += "<ul style=\"margin:0.2em 0\">"
		for _, line := range lines {
			page += "<li>" + html.EscapeString(line) + "</li>"
		}
		page += "</ul>"
	}
	return map[string]any{show.Text: text, "text/html": page}
}
