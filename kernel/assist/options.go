package assist

import (
	"cmp"
	"io"
	"time"
)

// Options say what an Assistant works with.
type Options struct {
	// Gopls is gopls' file, or its name on PATH; "gopls" if empty.
	Gopls string
	// Checkout is the root of the module that cells import from. It must be a folder with a go.mod.
	Checkout string
	// Env is added to the environment of gopls and of the go command that it calls. They get CGO_ENABLED=0, GOWORK=off, GOPROXY=off and
	// GOFLAGS=-tags=noxla,cells -buildvcs=false before, as cells are built.
	Env []string
	// Cache is the folder in which gopls keeps what it knows of packages. With one that outlives the process, gopls is ready in a third
	// of the time and takes a third of the memory. If it is empty, a temporary folder serves, which Close removes.
	Cache string
	// Temp is where temporary files lie, os.TempDir if it is empty. Those of a gopls go with it.
	Temp string
	// Idle is how long gopls lives when nobody asks; 10 minutes if 0.
	Idle time.Duration
	// First is how long after its start gopls is waited for, 2 s if 0; Later is how long an answer of it is, .3 s if 0.
	First, Later time.Duration
	// Patience is the time after which a gopls that does not answer is ended; 1 minute if 0.
	Patience time.Duration
	// Log gets what goes wrong, a line each, and what gopls says of itself; nil discards it.
	Log io.Writer
}

func (o Options) withDefaults() Options {
	o.Gopls = cmp.Or(o.Gopls, "gopls")
	o.Idle = cmp.Or(o.Idle, 10*time.Minute)
	o.First = cmp.Or(o.First, 2*time.Second)
	o.Later = cmp.Or(o.Later, 300*time.Millisecond)
	o.Patience = cmp.Or(o.Patience, time.Minute)
	if o.Log == nil {
		o.Log = io.Discard
	}
	o.Log = &log{w: o.Log}
	return o
}
