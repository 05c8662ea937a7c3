package keep_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

var busy map[int]int

func init() {
	cell("empty map", 1, func() { busy = map[int]int{} }, defined("busy", &busy))
	cell("busy goroutine", 2, func() {
		started := make(chan bool)
		go func() {
			for i := 0; ; i++ {
				busy[i%50_000] = i
				if i == 50_000 {
					close(started)
				}
			}
		}()
		<-started
	}, kept("busy", &busy))
	cell("size", 3, func() { fmt.Println(len(busy) == 0 || len(busy) == 50_000) }, kept("busy", &busy))
}

// TestBusyGoroutine: a goroutine that goes on changing a map while it is saved either lets it be saved or ends the program, and then the state
// is the one before.
func TestBusyGoroutine(t *testing.T) {
	if raceEnabled {
		t.Skip("this is a race")
	}
	times, died := 20, 0
	if testing.Short() {
		times = 4
	}
	for range times {
		folder := t.TempDir()
		want(t, folder, "empty map", "")
		e, m := runCell(t, folder, "busy goroutine")
		switch {
		case e.status == 0 && m != nil && m.Variable("busy") != nil:
		case e.status == 2 && m == nil && strings.HasPrefix(e.output, "fatal error: concurrent map"):
			died++
		default:
			t.Fatalf("status %d, manifest %+v, printed\n%s", e.status, m, e.output)
		}
		want(t, folder, "size", "true")
	}
	t.Logf("of %d programs %d ended because of the goroutine", times, died)
}

// TestGrace: a goroutine that is about to end is waited for, and not complained about.
func TestGrace(t *testing.T) {
	folder := t.TempDir()
	want(t, folder, "ten", "")
	if m := want(t, folder, "short goroutine", ""); len(m.Notes) > 0 {
		t.Error(m.Notes)
	}
}

func init() {
	cells["short goroutine"] = counting(func() { go time.Sleep(time.Microsecond) })
}
