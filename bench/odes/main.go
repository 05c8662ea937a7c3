package main

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gensci/gensci/backend"
	"github.com/gensci/gensci/bench/codehash"
	"github.com/gensci/gensci/bench/machine"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "odes:", err)
		os.Exit(1)
	}
}

// options are the command line's.
type options struct {
	rows, sides        string
	list, smoke, setup bool
	dir                string
	rounds, threads    int
	budget             time.Duration
}

func run(ctx context.Context, args []string) error {
	var o options
	f := flag.NewFlagSet("odes", flag.ContinueOnError)
	f.StringVar(&o.rows, "rows", "", "only rows whose name contains this")
	f.StringVar(&o.sides, "sides", "", "only these sides, separated by commas; keeps nothing")
	f.BoolVar(&o.list, "list", false, "say which results are missing or stale, and measure nothing")
	f.BoolVar(&o.smoke, "smoke", false, "five rounds of 5 ms, to see that rows run; keeps nothing")
	f.BoolVar(&o.setup, "setup-peers", false, "make the peers' virtual environment, and measure nothing")
	f.StringVar(&o.dir, "o", filepath.Join("docs", "results"), "folder of the results")
	f.IntVar(&o.rounds, "rounds", 15, "rounds of each row, at least 5")
	f.IntVar(&o.threads, "threads", 2, "processors that each side may use")
	f.DurationVar(&o.budget, "budget", 50*time.Millisecond, "time of one measurement")
	if err := f.Parse(args); err != nil {
		return err
	}
	if o.setup {
		return peers.Make(ctx, os.Stderr)
	}
	var chosen []row
	for _, r := range allRows() {
		if strings.Contains(r.String(), o.rows) {
			chosen = append(chosen, r)
		}
	}
	if len(chosen) == 0 || f.NArg() > 0 {
		return fmt.Errorf("no row has %q in its name: see -help", o.rows+strings.Join(f.Args(), " "))
	}
	if o.rounds < 5 || o.threads < 1 || o.budget <= 0 {
		return fmt.Errorf("want -rounds ≥ 5, -threads ≥ 1 and -budget > 0, got %d, %d and %v", o.rounds, o.threads, o.budget)
	}
	if o.smoke {
		o.rounds, o.budget = 5, 5*time.Millisecond
	}
	return o.runRows(ctx, chosen)
}

// runRows measures what is missing.
func (o options) runRows(ctx context.Context, chosen []row) error {
	folder, err := os.MkdirTemp("", "gensci-odes-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	m := &measurer{sides: map[string]side{host: onHost{}}, rounds: o.rounds, budget: o.budget}
	m.start = func(ctx context.Context, name string) (side, error) { return o.startSide(ctx, name, folder) }
	defer func() {
		for s := range maps.Values(m.sides) {
			if p, is := s.(*process); is {
				p.close()
			}
		}
	}()
	if !o.list {
		if err = machine.Limit(o.threads); err != nil {
			return err
		}
		if err = unpack(folder); err != nil {
			return fmt.Errorf("write what the peers read: %w", err)
		}
	}
	for _, r := range chosen {
		if err = o.runRow(ctx, m, r); err != nil {
			return err
		}
	}
	return nil
}

// startSide starts the engine or a peer.
func (o options) startSide(ctx context.Context, name, folder string) (side, error) {
	if name != inGraph {
		return startPeer(ctx, name, folder, o.threads)
	}
	engine, err := backend.Default()
	if err != nil {
		return nil, err
	}
	return inEngine{engine, map[ask]func() ([]float64, int, error){}}, nil
}

// runRow measures a row, unless its result is there.
func (o options) runRow(ctx context.Context, m *measurer, r row) error {
	all := r.contenders()
	if o.sides != "" {
		all = slices.DeleteFunc(all, func(c contender) bool { return !slices.Contains(strings.Split(o.sides, ","), c.Side) })
	}
	keeps := !o.smoke && o.sides == ""
	hash, err := hashOf(r)
	if err != nil {
		return err
	}
	rs, err := load(o.dir)
	if err != nil {
		return err
	}
	if k := rs.of(r); keeps && k != nil && k.Hash == hash {
		return nil
	}
	if o.list {
		fmt.Printf("%s: missing or stale\n", r)
		return nil
	}
	res := result{Row: r.String(), Hash: hash}
	if res.Timings, err = m.row(ctx, r, all); err != nil {
		return err
	}
	for _, t := range res.Timings {
		fmt.Print(r.problem.name + " " + t.line(r.tol))
	}
	for _, k := range r.bounds() {
		fmt.Print(res.verdict(k))
	}
	if !keeps {
		return nil
	}
	if rs, err = load(o.dir); err != nil { // as it is now: another run may have written meanwhile
		return err
	}
	rs.Machine = fmt.Sprintf("%s, %d processors. ", machine.Processor(), o.threads) + strings.Join(peers.Requirements, ", ") + "; ours: " + machine.Libraries() + "."
	rs.put(res)
	return rs.save(o.dir)
}

// codeHash is that of our sources and the worker, which is embedded in them; it takes a second.
var codeHash = sync.OnceValues(func() (string, error) {
	return codehash.Of(string(worker), []string{"github.com/gensci/gensci/gen/flow", "github.com/gensci/gensci/gen/ode", "github.com/gensci/gensci/bench/odes"})
})

// hashOf is the hash of what a row's results depend on.
func hashOf(r row) (string, error) {
	code, err := codeHash()
	return fmt.Sprintf("%s %.0e", code, r.tol), err
}
