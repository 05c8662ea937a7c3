//go:build cells

package backend

import (
	"errors"
	"slices"

	"github.com/gomlx/compute"
)

// newGo finds the engine of package pure, if the program has it, in the register that engines enter themselves into.
func newGo(options string) (compute.Backend, error) {
	if !slices.Contains(compute.List(), "go") {
		return nil, errors.New(`a notebook's cells compute in the session server: set GOMLX_BACKEND=go before Jupyter starts, or import _ "github.com/gensci/gensci/backend/pure" to have an engine in the cell`)
	}
	return compute.NewWithConfig("go:" + options)
}

// checkPlugin has nothing to say, since cells load no plugin.
func checkPlugin(string) error { return nil }
