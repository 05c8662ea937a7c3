package session

import (
	"fmt"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// framesOf are function and line of the frames, without those of the runtime and of the compiler's wrappers, which the runtime's list lacks.
func framesOf(pcs []uintptr) (all []string) {
	frames := runtime.CallersFrames(pcs)
	for f, more := frames.Next(); ; f, more = frames.Next() {
		if f.Function != "" && !strings.HasPrefix(f.Function, "runtime.") && !wrapper.MatchString(f.Function) {
			all = append(all, fmt.Sprintf("%s:%d", f.Function, f.Line))
		}
		if !more {
			return all
		}
	}
}

var wrapper = regexp.MustCompile(`\.(go|defer)wrap\d+$`)

// record stands for the functions that ask for a place: the frames above it must be those that the runtime finds.
//
//go:noinline
func record(t *testing.T) {
	t.Helper()
	p := here()
	slow := make([]uintptr, 2*len(p))
	slow = slow[:runtime.Callers(2, slow)]
	// The runtime's list begins with our caller, ours with ourselves. Ours ends earlier where functions are inlined.
	got, want := framesOf(p[:])[1:], framesOf(slow)
	n := min(len(got), len(want))
	if n < 3 || !slices.Equal(got[:n], want[:n]) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Small enough to be inlined.
func inner(t *testing.T) { t.Helper(); record(t) }
func outer(t *testing.T) { t.Helper(); inner(t) }

type caller struct{ t *testing.T }

func (c caller) call() { outer(c.t) }

func TestPlacesAreThoseOfTheRuntime(t *testing.T) {
	var f interface{ call() } = caller{t}
	f.call()
	func() {
		defer outer(t)
		each := func(yield func(int) bool) { yield(1) }
		for range each {
			outer(t)
		}
	}()
	done := make(chan bool)
	go func() {
		deep(t, 100)
		done <- true
	}()
	<-done
}

// deep needs a larger stack than goroutines begin with.
func deep(t *testing.T, n int) byte {
	t.Helper()
	var room [1000]byte
	if n == 0 {
		outer(t)
		return room[0]
	}
	return deep(t, n-1) + room[n]
}

// Stacks move while others collect garbage: the addresses must be right all the same.
func TestPlacesWhileStacksMove(t *testing.T) {
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range 50 {
				deep(t, i%20)
			}
		})
		all.Go(func() {
			for range 20 {
				runtime.GC()
			}
		})
	}
	all.Wait()
}
