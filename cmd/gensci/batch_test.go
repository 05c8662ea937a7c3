package main

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gensci/gensci/kernel"
)

// TestInOrderRunsSeveralAtOnce: the work of each waits until as many are at work as may be, so that fewer would wait for ever, and more
// are seen.
func TestInOrderRunsSeveralAtOnce(t *testing.T) {
	for _, atOnce := range []int{1, 2, 3} {
		var mu sync.Mutex
		full := sync.NewCond(&mu)
		working, met, most := 0, 0, 0
		const n = 6 // a multiple of each
		inOrder(n, atOnce, func(int) bool {
			mu.Lock()
			defer mu.Unlock()
			working++
			most = max(most, working)
			met++
			full.Broadcast()
			for round := (met - 1) / atOnce; met < (round+1)*atOnce; {
				full.Wait()
			}
			working--
			return true
		})
		if most != atOnce || met != n {
			t.Errorf("%d at once: %d were, %d of %d in all", atOnce, most, met, n)
		}
	}
}

func TestInOrderStopsAfterTheFirstThatSaysSo(t *testing.T) {
	var begun []int
	inOrder(5, 1, func(i int) bool {
		begun = append(begun, i)
		return i < 2
	})
	if !slices.Equal(begun, []int{0, 1, 2}) {
		t.Errorf("one by one: %v", begun)
	}
	// One that is at work goes on to its end, and is waited for.
	both, failed, ended := make(chan struct{}), make(chan struct{}), false
	inOrder(2, 2, func(i int) bool {
		if i == 0 {
			<-both
			close(failed)
			return false
		}
		close(both)
		<-failed
		ended = true
		return true
	})
	if !ended {
		t.Error("the other was not waited for")
	}
}

func TestPlaces(t *testing.T) {
	for _, c := range []struct{ notebooks, want string }{
		{"a.ipynb b/c.ipynb", ". ."},
		{"a.ipynb b/a.ipynb", ". b"},
		{"x/a.ipynb x/y/a.ipynb x/y/b.ipynb", ". y y"},
		{"x/a.ipynb xy/a.ipynb", "x xy"},
		{"/a.ipynb /b/a.ipynb", ". b"},
	} {
		got, err := places(strings.Fields(c.notebooks))
		if err != nil || strings.Join(got, " ") != filepath.FromSlash(c.want) {
			t.Errorf("%s: got %q, %v, want %q", c.notebooks, got, err, c.want)
		}
	}
	if _, err := places([]string{"a.ipynb", "x/../a.ipynb"}); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("one notebook under two names: %v", err)
	}
}

func TestVerdict(t *testing.T) {
	oops := &kernel.CellError{Notebook: "b.ipynb", Cell: 2, Message: "oops"}
	other := errors.New("c.ipynb: no kernel")
	for name, c := range map[string]struct {
		ends        []end
		interrupted bool
		want        string
	}{
		"all well":       {[]end{{true, nil}, {true, nil}}, false, ""},
		"one":            {[]end{{true, oops}}, false, "1 of 1 notebook failed: b.ipynb: code cell 2: oops"},
		"the first":      {[]end{{true, nil}, {true, oops}, {true, other}}, false, "2 of 3 notebooks failed: b.ipynb: code cell 2: oops"},
		"others wait":    {[]end{{true, oops}, {}, {}}, false, "1 of 3 notebooks failed, 2 not run: b.ipynb: code cell 2: oops"},
		"interrupted":    {[]end{{true, oops}, {}}, true, "interrupted: 1 of 2 notebooks failed, 1 not run: b.ipynb: code cell 2: oops"},
		"between two":    {[]end{{true, nil}, {}}, true, "interrupted: 0 of 2 notebooks failed, 1 not run"},
		"after the last": {[]end{{true, nil}}, true, ""},
	} {
		b := &batch{ends: c.ends, jobs: make([]*kernel.Job, len(c.ends))}
		got := ""
		if err := b.verdict(c.interrupted); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
