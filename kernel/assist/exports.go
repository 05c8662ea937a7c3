package assist

import (
	"bytes"
	"context"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/gensci/gensci/kernel/child"
)

// export is what a package exports, with its documentation.
type export struct {
	Match
	doc string
}

// exports reads the sources of packages, each once. It does not check types: that is gopls' task, and takes its time.
type exports struct {
	o        Options
	patience time.Duration
	ctx      context.Context // ends the reading
	cancel   context.CancelFunc

	mu    sync.Mutex
	known map[string]*reading
	more  []string // see Use
}

// reading is a package that is being read, or has been.
type reading struct {
	done chan struct{}
	list []export // after done
}

func newExports(o Options) *exports {
	e := &exports{o: o, patience: o.First / 4, known: map[string]*reading{}} // with First, and some for the rest, below 3 s
	e.ctx, e.cancel = context.WithCancel(context.Background())
	return e
}

func (e *exports) close() { e.cancel() }

// prepare begins to read packages.
func (e *exports) prepare(paths []string) {
	for _, path := range paths {
		e.get(path)
	}
}

// of is what a package exports, in the order of its files; nothing if it can't be found or that takes too long.
func (e *exports) of(ctx context.Context, path string) []export {
	r := e.get(path)
	select {
	case <-r.done:
		return r.list
	case <-ctx.Done():
		return nil
	}
}

func (e *exports) get(path string) *reading {
	e.mu.Lock()
	defer e.mu.Unlock()
	r := e.known[path]
	if r == nil {
		r = &reading{done: make(chan struct{})}
		e.known[path] = r
		o := e.o
		o.Env = slices.Concat(o.Env, e.more)
		go e.read(path, r, environment(o))
	}
	return r
}

// read leaves no trace of a package that can't be found, since the user may write it next.
func (e *exports) read(path string, r *reading, env []string) {
	defer close(r.done)
	cmd := exec.Command("go", "list", "-find", "-json=Dir,GoFiles", "--", path)
	var out bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stdout = e.o.Checkout, env, &out
	err := child.Run(e.ctx, cmd)
	var p struct {
		Dir     string
		GoFiles []string
	}
	if err == nil {
		err = json.Unmarshal(out.Bytes(), &p)
	}
	if err != nil {
		e.mu.Lock()
		if e.known[path] == r {
			delete(e.known, path)
		}
		e.mu.Unlock()
		return
	}
	for _, name := range p.GoFiles {
		r.list = append(r.list, exportsIn(filepath.Join(p.Dir, name), nil)...)
	}
}
