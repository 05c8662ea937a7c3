package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/gensci/gensci/bench/machine"
)

// ours is the name of our side.
const ours = "gensci"

// driver asks the workers.
type driver struct {
	settings
	processes []*process
	log       io.Writer
}

// compare measures the rows and prints the tables.
func compare(ctx context.Context, s settings) (err error) {
	rows, err := pickRows(s.rows)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "gensci-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if err = unpackPeers(folder); err != nil {
		return fmt.Errorf("unpack the peers' workers: %w", err)
	}
	d := &driver{settings: s, log: os.Stderr}
	defer func() { err = errors.Join(err, d.close()) }()
	if err = d.startAll(ctx, folder); err != nil {
		return err
	}
	report := newReport(s, d.processes)
	if report.Rows, err = report.before(s.out); err != nil {
		return err
	}
	for _, r := range rows {
		result, err := d.row(ctx, r)
		if err != nil {
			return fmt.Errorf("row %s: %w", r.name, err)
		}
		report.put(result)
		if err = report.save(s.out); err != nil { // what is measured stays if a later row fails
			return err
		}
	}
	fmt.Print(report.markdown())
	return nil
}

// startAll starts a worker per side and allocator setting, all on the same processors.
func (d *driver) startAll(ctx context.Context, folder string) error {
	if err := machine.Limit(d.threads); err != nil {
		return err
	}
	for _, side := range append([]string{ours}, d.peerNames()...) {
		for _, a := range []string{"default", "huge pages"} {
			if a != "default" && runtime.GOOS != "linux" {
				continue
			}
			p, err := startWorker(ctx, side, a, d.threads, folder, d.log)
			if p != nil {
				d.processes = append(d.processes, p)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *driver) peerNames() []string {
	if d.peers == "" || d.peers == "none" {
		return nil
	}
	return strings.Split(d.peers, ",")
}

func (d *driver) close() error {
	var all error
	for _, p := range d.processes {
		all = errors.Join(all, p.close())
	}
	return all
}

// row runs heats, checks that the best of each side do the same work, measures them in rounds, and times their first calls.
func (d *driver) row(ctx context.Context, r row) (result, error) {
	res := result{Row: r.name, What: r.what, Target: r.target, Params: r.size()}
	fmt.Fprintf(d.log, "%s: heats", r.name)
	best, err := d.heats(ctx, r, &res)
	if err != nil {
		return res, err
	}
	for _, c := range best {
		if err = d.check(r, c, &res); err != nil {
			return res, err
		}
	}
	fmt.Fprint(d.log, ", rounds")
	if err = d.inRounds(ctx, r, best, &res); err != nil {
		return res, err
	}
	fmt.Fprint(d.log, ", first calls")
	err = d.firstCalls(ctx, r, best, &res)
	fmt.Fprintln(d.log)
	return res, err
}

// heats tries all forms and allocator settings, three times in turn, and returns the fastest of each side. A form that fails is noted; one that is
// twice as slow as its side's best is not tried again.
func (d *driver) heats(ctx context.Context, r row, res *result) ([]contender, error) {
	times := map[contender]float64{}
	all := contenders(d.processes, r.name)
	for _, c := range all {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		ms, err := d.warm(c, r.name)
		if err == nil {
			times[c] = ms
			continue
		}
		if err = d.drop(err, c, times, res); err != nil {
			return nil, err
		}
	}
	for range 3 {
		for _, c := range all {
			ms, ok := times[c]
			if !ok || ms > 2*fastest(times, c.p.side) {
				continue
			}
			a, err := c.p.ask(ask{Row: r.name, Form: c.form, Steps: stepsFor(d.budget/2, ms)})
			if err == nil {
				times[c] = min(ms, a.MS)
				continue
			}
			if err = d.drop(err, c, times, res); err != nil {
				return nil, err
			}
		}
	}
	var best []contender
	for _, side := range sidesOf(all) {
		for _, c := range all {
			if ms, ok := times[c]; ok && c.p.side == side && ms == fastest(times, side) {
				best = append(best, c)
				break
			}
		}
	}
	for _, c := range all {
		res.Heats = append(res.Heats, heat{c.p.side, c.form, c.p.allocator, finiteOr(times[c], -1)})
	}
	return best, nil
}

// drop notes a form that failed and takes it out of the heats. A worker that it took along is started again.
func (d *driver) drop(failure error, c contender, times map[contender]float64, res *result) error {
	res.Notes = append(res.Notes, failure.Error())
	delete(times, c)
	if !errors.Is(failure, errEnded) {
		return nil
	}
	return c.p.again()
}

// warm makes the first call and a second one, and returns ms per step.
func (d *driver) warm(c contender, row string) (float64, error) {
	a, err := c.p.ask(ask{Row: row, Form: c.form, Steps: 1})
	if err != nil {
		return 0, err
	}
	for range 2 {
		if a, err = c.p.ask(ask{Row: row, Form: c.form, Steps: stepsFor(d.budget/2, a.MS)}); err != nil {
			return 0, err
		}
	}
	return a.MS, nil
}

func fastest(times map[contender]float64, side string) float64 {
	best := math.Inf(1)
	for c, ms := range times {
		if c.p.side == side {
			best = min(best, ms)
		}
	}
	return best
}

// stepsFor is how many steps fit into a time.
func stepsFor(budget time.Duration, ms float64) int {
	return max(1, int(budget.Seconds()*1000/max(ms, 1e-3)))
}

const (
	checkSteps = 5
	// float32 and other orders of summation; Adam's first steps are nearly the signs of the gradients, whose small entries may flip.
	checkTolerance = 2e-3
)

// check compares a side's losses on one batch with the first side's, and with their own beginning.
func (d *driver) check(r row, c contender, res *result) error {
	a, err := c.p.ask(ask{Row: r.name, Form: c.form, Check: checkSteps})
	if err != nil {
		return err
	}
	if a.Params != 0 && a.Params != r.size() {
		return fmt.Errorf("%v has %d parameters, want %d", c, a.Params, r.size())
	}
	if res.Check == nil {
		res.Check = a.Losses
	}
	return sameWork(c.String(), a.Losses, res.Check)
}

// sameWork says how losses differ from those wanted.
func sameWork(who string, got, want []float64) error {
	if len(got) != len(want) {
		return fmt.Errorf("%s took %d steps of a check, want %d", who, len(got), len(want))
	}
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= checkTolerance*math.Abs(want[i])) {
			return fmt.Errorf("%s does other work: loss %g at step %d on the same batch, want %g", who, got[i], i, want[i])
		}
	}
	if n := len(got); n > 0 && got[n-1] >= got[0] {
		return fmt.Errorf("%s does not learn: loss %g after %g", who, got[n-1], got[0])
	}
	return nil
}

// inRounds measures the best of each side in turn; each round begins with another side.
func (d *driver) inRounds(ctx context.Context, r row, best []contender, res *result) error {
	res.Finals = make([]final, len(best))
	for i, c := range best {
		res.Finals[i] = final{Side: c.p.side, Form: c.form, Allocator: c.p.allocator}
	}
	n := make([]int, len(best))
	for round := range d.rounds + 1 { // the first one sets the number of steps
		for k := range best {
			i := (round + k) % len(best)
			if err := ctx.Err(); err != nil {
				return err
			}
			a, err := best[i].p.ask(ask{Row: r.name, Form: best[i].form, Steps: max(n[i], 1)})
			if err != nil {
				return err
			}
			n[i] = stepsFor(d.budget, a.MS)
			if round > 0 {
				res.Finals[i].MS = append(res.Finals[i].MS, a.MS)
			}
			res.Finals[i].Loss = a.Loss
		}
	}
	for i, f := range res.Finals {
		if len(res.Check) > 0 && !(f.Loss < res.Check[0]) {
			return fmt.Errorf("%v does not learn: loss %g in the end, %g at first", best[i], f.Loss, res.Check[0])
		}
	}
	return nil
}

// firstCalls times building, tracing and compiling; what the steps of the first call take is subtracted.
func (d *driver) firstCalls(ctx context.Context, r row, best []contender, res *result) error {
	for range d.firsts {
		for i, c := range best {
			if err := ctx.Err(); err != nil {
				return err
			}
			if _, err := c.p.ask(ask{Forget: true}); err != nil {
				return err
			}
			a, err := c.p.ask(ask{Row: r.name, Form: c.form})
			if err != nil {
				return err
			}
			f := &res.Finals[i]
			f.First = append(f.First, a.First-float64(a.FirstSteps-1)*slices.Min(f.MS)/1000)
		}
	}
	for _, p := range d.processes {
		if _, err := p.ask(ask{Forget: true}); err != nil {
			return err
		}
	}
	return nil
}

func finiteOr(x, other float64) float64 {
	if x == 0 || math.IsInf(x, 0) || math.IsNaN(x) {
		return other
	}
	return x
}
