package grader

import (
	"regexp"
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/program/sheettest"
)

// sheetBlock is a block of docs/sheets.md that says which cell it is: KIND ID [POINTS].
var sheetBlock = regexp.MustCompile("(?s)<!-- sheet: ([^>]*) -->\n```go\n(.*?)```")

// The page for authors has a sheet in it, which must grade as the page says.
func TestTheSheetOfThePage(t *testing.T) {
	var text strings.Builder
	for _, m := range sheetBlock.FindAllStringSubmatch(read(t, "../../docs/sheets.md"), -1) {
		text.WriteString("== " + m[1] + "\n" + m[2])
	}
	s := sheettest.Read(t, text.String())
	s.Imports = []string{"github.com/gomlx/gomlx/core/graph"}
	w := workshop(t, s, Limits{})
	if got := strings.Join(w.Tests(), " "); got != "test_draws test_end test_euler test_wave" {
		t.Fatalf("the page's tests are %s", got)
	}
	if _, err := w.Calibrate(t.Context(), s); err != nil {
		t.Error(err)
	}
}
