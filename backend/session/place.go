package session

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"

	"github.com/gensci/gensci/backend/session/wire"
)

// place is where in the program something was built: addresses that the innermost callers return to.
type place [24]uintptr

// here is where its caller was called.
//
//go:noinline
func here() (p place) {
	callers(p[:])
	return p
}

// String is file:line of the user's code: the innermost frame of package main, else the innermost one outside the libraries that build graphs.
func (p place) String() string {
	frames := runtime.CallersFrames(p[:])
	fallback := ""
	for {
		f, more := frames.Next()
		if strings.HasPrefix(f.Function, "main.") {
			return fmt.Sprintf("%s:%d", f.File, f.Line)
		}
		if fallback == "" && f.File != "" && !inLibrary(f.Function) {
			fallback = fmt.Sprintf("%s:%d", f.File, f.Line)
		}
		if !more {
			return fallback
		}
	}
}

func inLibrary(function string) bool {
	for _, prefix := range []string{"github.com/gomlx/", "github.com/gensci/gensci/backend/session.", "runtime.", "reflect."} {
		if strings.HasPrefix(function, prefix) {
			return true
		}
	}
	return false
}

// places are those where programs were compiled, for failures of their executions.
type places struct {
	mu sync.Mutex
	of map[uint64]place
}

func (p *places) remember(program uint64, at place) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.of == nil {
		p.of = map[uint64]place{}
	}
	p.of[program] = at
}

func (p *places) find(program uint64) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if at, ok := p.of[program]; ok {
		return at.String()
	}
	return ""
}

// explain adds to a failure of an execution where its program was built.
func (e *Engine) explain(err error) error {
	f := failure{}
	if errors.As(err, &f) && f.Program != 0 {
		return located(e.places.find(f.Program), "running the computation built there", err)
	}
	return fmt.Errorf("session: %w", err)
}

// explain adds to a failure to compile where the record was made.
func (b *builder) explain(err error) error {
	f := failure{}
	if errors.As(err, &f) && f.Record > 0 && f.Record <= len(b.places) {
		return located(b.places[f.Record-1].String(), "the operation built there", err)
	}
	if errors.As(err, &f) {
		return located(here().String(), "compiling the computation built there", err)
	}
	return fmt.Errorf("session: %w", err)
}

func located(at, what string, err error) error {
	if at == "" {
		return fmt.Errorf("session: %w", err)
	}
	return fmt.Errorf("%s: %s: %w", at, what, err)
}

var _ error = failure(wire.Failure{})
