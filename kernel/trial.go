package kernel

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	engine "github.com/gensci/gensci/backend/session"
	"github.com/gensci/gensci/kernel/build"
)

// Trial tries what a kernel needs, without being one.
type Trial struct{ Environment }

// trialCell imports what lectures do: what it links is what they link.
const trialCell = `package main

import (
	"fmt"

	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/kernel/nb"
	"github.com/gensci/gensci/plots"
)

func main() {
	m, err := fit.Density(flow.RealNVP{}, fit.Stream(data.Moons{}, 1), fit.Options{})
	nb.Plot(plots.History(m.History))
	fmt.Println(err)
}
`

// trialFolder makes a folder for one trial.
func trialFolder() (string, error) {
	base := os.TempDir()
	if len(base) > 60 {
		base = "/tmp" // paths of Unix sockets end at about 100 characters
	}
	return os.MkdirTemp(base, "gensci-trial-")
}

// Cell builds a cell that trains and draws, as a kernel would, and returns how long that took.
func (t Trial) Cell(ctx context.Context) (time.Duration, error) {
	e, err := t.settled(".")
	if err != nil {
		return 0, err
	}
	workdir, err := trialFolder()
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(workdir)
	b := &build.Builder{Checkout: e.Checkout, Work: filepath.Join(workdir, "cells"), Env: with(e.variables(os.Environ(), workdir, ""), goEnv(workdir))}
	begin := time.Now()
	_, err = b.Build(ctx, []byte(trialCell), "cell")
	return time.Since(begin), err
}

// Engine starts a session server for a moment, and returns the name of its engine and how long it took to answer.
func (t Trial) Engine(ctx context.Context) (name string, took time.Duration, err error) {
	workdir, err := trialFolder()
	if err != nil {
		return "", 0, err
	}
	defer os.RemoveAll(workdir)
	owner, err := t.resident(workdir, io.Discard)
	if err != nil {
		return "", 0, err
	}
	type answer struct {
		name string
		err  error
	}
	answers := make(chan answer, 1)
	begin := time.Now()
	go func() {
		client, connectErr := engine.Connect(owner.Socket())
		if connectErr != nil {
			answers <- answer{err: connectErr}
			return
		}
		answers <- answer{name: client.Name()}
		client.Finalize()
	}()
	defer owner.Close()
	select {
	case a := <-answers:
		return a.name, time.Since(begin), a.err
	case <-ctx.Done():
		return "", 0, errors.New("the session server does not answer")
	}
}

// Gopls has gopls complete a name, and returns how long that took.
func (t Trial) Gopls(ctx context.Context) (time.Duration, error) {
	e, err := t.settled(".")
	if err != nil {
		return 0, err
	}
	workdir, err := trialFolder()
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(workdir)
	a := e.assistant(goEnv(workdir), workdir, io.Discard)
	defer a.Close()
	begin := time.Now()
	if err = a.Check(ctx); err != nil {
		return 0, fmt.Errorf("gopls: %w", err)
	}
	return time.Since(begin), nil
}
