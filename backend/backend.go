package backend

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/gomlx/compute"

	"github.com/gensci/gensci/backend/session"
)

// errNoPlugin says that no XLA plugin was found; [Default] then advises to fetch one.
var errNoPlugin = errors.New("no XLA plugin found: run `gensci setup` to fetch it")

// New returns a fresh engine for a configuration "name" or "name:options", as in $GOMLX_BACKEND.
//
// Names are "go" (options: "parallelism=4", …; none means [Go]'s) and, if this build has it, "xla" (options: nothing or
// "cpu" for the plugin that [FindPlugin] finds, or the absolute path of a plugin; then ",option=value"…). An unknown name, a missing
// plugin and a file that is no plugin are errors, and the engine returned with an error is nil.
func New(config string) (compute.Backend, error) {
	name, options, _ := strings.Cut(config, ":")
	var engine compute.Backend
	var err error
	switch {
	case name == "go":
		engine, err = newGo(options)
	case slices.Contains(xlaNames, name):
		engine, err = newXLA(options)
	case name != "" && slices.Contains(compute.List(), name):
		engine, err = compute.NewWithConfig(config)
	default:
		err = fmt.Errorf("no engine is called %q: want \"go\" or \"xla\"", name)
	}
	if err != nil { // drop the engine: go-xla returns a typed nil beside its errors
		return nil, fmt.Errorf("backend %q: %w", config, err)
	}
	return engine, nil
}

// Default returns the engine of this process, chosen at the first call as the package comment says. Later calls return the same
// engine (or the same error), so it must not be finalized.
func Default() (compute.Backend, error) { return theDefault() }

// Go returns the process's pure Go engine with unlimited parallelism. It has no compile time, which suits small graphs.
func Go() (compute.Backend, error) { return theGo() }

// XLA returns the process's XLA engine on the plugin that [FindPlugin] finds. It errors if this build has no XLA, if there is no plugin,
// or if the plugin cannot be loaded.
func XLA() (compute.Backend, error) { return theXLA() }

var (
	theDefault = sync.OnceValues(func() (compute.Backend, error) { return choose(XLA, os.Stderr) })
	theGo      = sync.OnceValues(func() (compute.Backend, error) { return New("go") })
	theXLA     = sync.OnceValues(func() (compute.Backend, error) { return New("xla") })
)

// choose is Default without the cache; xla starts XLA, advice goes to w.
func choose(xla func() (compute.Backend, error), w io.Writer) (compute.Backend, error) {
	if config := os.Getenv(compute.ConfigEnvVar); config != "" {
		engine, err := New(config)
		if err != nil {
			return nil, fmt.Errorf("%s is set to an engine that cannot be used: %w", compute.ConfigEnvVar, err)
		}
		return engine, nil
	}
	if socket := os.Getenv(session.Variable); socket != "" {
		engine, err := session.Connect(socket)
		if err != nil { // not a typed nil
			return nil, err
		}
		return engine, nil
	}
	engine, err := xla()
	if err == nil {
		return engine, nil
	}
	pure, wrong := Go()
	if wrong == nil {
		fmt.Fprintln(w, advice(err))
	}
	return pure, wrong
}

// advice says in one line why this process computes in pure Go although XLA would be faster, and what to do.
func advice(err error) string {
	const head = "gensci: computing in pure Go; XLA is several times faster"
	switch {
	case !HasXLA:
		return head + ": " + whyNoXLA
	case errors.Is(err, errNoPlugin):
		return head + ": get its plugin with `gensci setup`"
	default:
		reason, _, _ := strings.Cut(err.Error(), "\n")
		return head + " but failed (" + reason + "): `gensci setup` fetches its plugin anew"
	}
}
