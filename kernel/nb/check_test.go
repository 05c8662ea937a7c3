package nb

import (
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/sheet"
	"github.com/gensci/gensci/kernel/show"
)

func ExampleCheck() {
	square := func(x float64) float64 { return 2 * x }
	Check(func(t *sheet.T) {
		t.Near(square(2), 4.0, 1e-12, "the square of 2")
		t.Near(square(3), 9.0, 1e-12, "the square of 3")
	})
	Check(func(*sheet.T) { panic("not implemented") })
	// Output:
	// ✗ 1 of 2 checks pass
	//   the square of 3: got 6, want 9
	// ✗ 0 of 1 check passes
	//   the check could not go on: not implemented
}

func TestChecksAreEscaped(t *testing.T) {
	b := renderCheck(sheet.Run(func(t *sheet.T) { t.True(false, "<script>") }, [32]byte{}))
	if page := b["text/html"].(string); strings.Contains(page, "<script>") || b[show.Text] != "✗ 0 of 1 check passes\n  <script>" {
		t.Errorf("got %v", b)
	}
}
