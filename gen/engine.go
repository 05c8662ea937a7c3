package gen

import (
	"errors"
	"sync"

	"github.com/gomlx/compute"
)

var defaultEngine struct {
	sync.Mutex
	make func() (compute.Backend, error)
}

// SetDefaultEngine tells which engine host functions use when they are given none. Importing package backend calls it.
func SetDefaultEngine(f func() (compute.Backend, error)) {
	defaultEngine.Lock()
	defer defaultEngine.Unlock()
	defaultEngine.make = f
}

// DefaultEngine returns the engine for host functions that are given none. Without the import of package backend
// (or kernel/nb, which imports it) it is an error that says so.
func DefaultEngine() (compute.Backend, error) {
	defaultEngine.Lock()
	f := defaultEngine.make
	defaultEngine.Unlock()
	if f == nil {
		return nil, errors.New(`gen: no engine: add import _ "github.com/gensci/gensci/backend"`)
	}
	return f()
}
