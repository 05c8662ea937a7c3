package assist

import (
	"slices"
	"testing"
)

// Items that replace something else than the first, or what stands behind the cursor, can't be told to Jupyter.
func TestCandidates(t *testing.T) {
	text := "é.abc"
	var items []item
	for _, start := range []int{9, 2, 0, 2} {
		it := item{Kind: 3, Detail: "func()"}
		it.TextEdit.NewText = string(rune('a' + len(items)))
		it.TextEdit.Range.Start = position{0, start}
		items = append(items, it)
	}
	got := candidatesOf(items, text, 5)
	if want := []Match{{"b", "function", "func()"}, {"d", "function", "func()"}}; got.width != 2 || !slices.Equal(got.matches, want) {
		t.Errorf("%+v, want %v over 2 bytes", got, want)
	}
	if got = candidatesOf(nil, text, 5); got.matches != nil {
		t.Error(got)
	}
}
