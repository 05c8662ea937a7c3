package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"

	"github.com/gomlx/compute"
	"github.com/gomlx/gomlx/ml/train/optimizer"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/bench/machine"
	"github.com/gensci/gensci/gen/fit"
)

// ourForms are fit.Run as it is, with many steps in an engine call, and with one; the value is Options.StepsPerCall.
var ourForms = map[string]int{"fit": 0, "fit, single steps": 1}

// worker is our side's process.
type worker struct {
	engine compute.Backend
	sides  map[string]*side
	tables map[string][]*mat.Dense
}

// serve answers lines from in on out until in ends.
func serve(engine compute.Backend, in io.Reader, out io.Writer) error {
	w := worker{engine: engine, sides: map[string]*side{}, tables: map[string][]*mat.Dense{}}
	defer w.forget()
	reply := json.NewEncoder(out)
	forms := map[string][]string{}
	for _, r := range allRows() {
		forms[r.name] = slices.Sorted(maps.Keys(ourForms))
	}
	if err := reply.Encode(hello{Version: "gensci " + machine.Libraries() + ", " + engine.Name(), Threads: runtime.NumCPU(), Forms: forms}); err != nil {
		return err
	}
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		a, err := w.handle(lines.Bytes())
		if err != nil {
			a = answer{Error: err.Error()}
		}
		if err := reply.Encode(a); err != nil {
			return fmt.Errorf("answer the driver: %w", err)
		}
	}
	return lines.Err()
}

// handle answers one line.
func (w *worker) handle(line []byte) (answer, error) {
	q, err := parse[ask](line, `{"row": "mlp", "steps": 100}`)
	switch {
	case err != nil:
		return answer{}, err
	case q.Forget:
		w.forget()
		return answer{}, nil
	case q.Row == "" || q.Steps < 0 || q.Check < 0:
		return answer{}, fmt.Errorf(`want a row and a positive number of steps as in {"row": "mlp", "steps": 100}, got %.80q`, line)
	}
	rows, err := pickRows(q.Row)
	if err != nil {
		return answer{}, err
	}
	if q.Form == "" {
		q.Form = "fit"
	}
	if _, ok := ourForms[q.Form]; !ok {
		return answer{}, fmt.Errorf("no form is called %q: want some of %s", q.Form, slices.Sorted(maps.Keys(ourForms)))
	}
	r := rows[0]
	if w.tables[r.name] == nil {
		w.tables[r.name] = r.tables()
	}
	if q.Check > 0 {
		h, err := fit.Run(w.engine, r.store(), r.objective, r.firstBatch(w.tables[r.name]), fit.Options{
			Steps: q.Check, Optimizer: adam(), StepsPerCall: ourForms[q.Form],
		})
		return answer{Losses: h.Loss, Params: r.size()}, err
	}
	return w.train(r, q.Form, q.Steps)
}

// train takes about n steps of a row, after the first call if there was none.
func (w *worker) train(r row, form string, n int) (answer, error) {
	var first answer
	key := r.name + ", " + form
	s := w.sides[key]
	if s == nil {
		s = newSide(w.engine, r, w.tables[r.name], ourForms[form])
		var err error
		if first, err = s.advance(1); err != nil {
			return answer{}, err
		}
		w.sides[key] = s
	}
	a := answer{MS: 0, Steps: 0, Loss: first.Loss}
	if n > 0 {
		var err error
		if a, err = s.advance(n); err != nil {
			return answer{}, err
		}
	}
	a.First, a.FirstSteps, a.Params = first.MS*float64(first.Steps)/1000, first.Steps, r.size()
	return a, nil
}

// forget ends all runs.
func (w *worker) forget() {
	for name, s := range w.sides {
		s.stop()
		delete(w.sides, name)
	}
	runtime.GC()
}

func adam() optimizer.Interface { return optimizer.Adam().Epsilon(epsilon).Done() }
