package nb

import (
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/kernel/show"
)

func TestBarIsThrottledAndEndsWithTheLastState(t *testing.T) {
	clock := time.Unix(0, 0)
	var shown []string
	bar := newBar(1000, "train <1>", func() time.Time { return clock }, func(b map[string]any) {
		shown = append(shown, b[show.Text].(string))
		if html := b[show.HTML].(string); strings.Contains(html, "<1>") || !strings.Contains(html, `max="1000"`) {
			t.Errorf("html %s", html)
		}
	})
	for i := range 1000 {
		clock = clock.Add(time.Millisecond)
		bar.Set(i+1, "loss .5")
	}
	if len(shown) != 5 { // at 0, 250, 500, 750 and 1000 ms
		t.Errorf("drawn %d times, want 5: %v", len(shown), shown)
	}
	bar.Add(-500)
	bar.Close()
	if got, want := shown[len(shown)-1], "train <1> [##########..........] 500/1000  1s  loss .5"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestBarOfNothing(t *testing.T) {
	var last string
	bar := newBar(0, "x", time.Now, func(b map[string]any) { last = b[show.Text].(string) })
	bar.Set(3, "")
	bar.Close()
	if !strings.HasPrefix(last, "x [....................] 3/0") {
		t.Errorf("got %q", last)
	}
}
