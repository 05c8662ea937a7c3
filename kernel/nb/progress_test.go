package nb

import (
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/kernel/show"
)

// barsOf gives the bars of a test another clock and another notebook.
func barsOf(t *testing.T, clock func() time.Time, notebook func(id string, b map[string]any)) {
	oldNow, oldUpdate := now, update
	now, update = clock, notebook
	t.Cleanup(func() { now, update = oldNow, oldUpdate })
}

func TestBarIsThrottledAndEndsWithTheLastState(t *testing.T) {
	clock := time.Unix(0, 0)
	var shown []string
	barsOf(t, func() time.Time { return clock }, func(_ string, b map[string]any) {
		shown = append(shown, b[show.Text].(string))
		if html := b[show.HTML].(string); strings.Contains(html, "<1>") {
			t.Errorf("html %s", html)
		}
	})
	bar := newBar(1000, "train <1>", "id")
	for i := range 1000 {
		clock = clock.Add(time.Millisecond)
		bar.Set(i+1, "loss .5")
	}
	if len(shown) != 11 { // at 0, 100, 200, … 1000 ms
		t.Errorf("drawn %d times, want 11: %v", len(shown), shown)
	}
	if got, want := shown[4], "train <1> [########............] 400/1000  1000/s  600ms left  loss .5"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	bar.Add(-500)
	bar.Close()
	bar.Close()
	if got, want := shown[len(shown)-1], "train <1> [##########..........] 500/1000  500/s  1s  loss .5"; got != want || len(shown) != 12 {
		t.Errorf("got %q, want %q; drawn %d times", got, want, len(shown))
	}
}

func TestBarOfNothing(t *testing.T) {
	var last string
	barsOf(t, time.Now, func(_ string, b map[string]any) { last = b[show.Text].(string) })
	bar := newBar(0, "x", "id")
	bar.Set(3, "")
	bar.Close()
	if !strings.HasPrefix(last, "x [....................] 3/0") {
		t.Errorf("got %q", last)
	}
}

// Whoever counts to the end sees the end, without Close and however quick it was.
func TestBarThatReachesItsTotal(t *testing.T) {
	var texts, pages []string
	barsOf(t, func() time.Time { return time.Unix(0, 0) }, func(_ string, b map[string]any) {
		texts, pages = append(texts, b[show.Text].(string)), append(pages, b[show.HTML].(string))
	})
	bar := newBar(10, "work", "id")
	for range 12 {
		bar.Add(1)
	}
	if want := "work [####################] 10/10  0s"; len(texts) != 2 || texts[1] != want || strings.Contains(pages[1], "<progress") {
		t.Errorf("got %q and %q, want %q at the end", texts, pages, want)
	}
}

// A loop counts its rounds, and closes the bar however it ends.
func TestBarOfALoop(t *testing.T) {
	clock := time.Unix(0, 0)
	var last string
	var page string
	barsOf(t, func() time.Time { return clock }, func(_ string, b map[string]any) { last, page = b[show.Text].(string), b[show.HTML].(string) })
	bar := newBar(4, "files", "id")
	seen := 0
	for i := range bar.Steps() {
		if seen += i; i == 3 {
			break
		}
		clock = clock.Add(time.Second)
		bar.Note("a")
	}
	if want := "files [###############.....] 3/4  1.0/s  3s  a"; last != want || seen != 6 || strings.Contains(page, "<progress") {
		t.Errorf("got %q and %q, want %q; saw %d", last, page, want, seen)
	}
}
