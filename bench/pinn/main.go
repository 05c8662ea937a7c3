package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gensci/gensci/backend"
	"github.com/gensci/gensci/bench/machine"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "pinn:", err)
		os.Exit(1)
	}
}

// options are the command line's.
type options struct {
	rows, sides        string
	list, smoke, setup bool
	dir                string
	rounds, threads    int
}

func (o *options) parse(args []string) error {
	f := flag.NewFlagSet("pinn", flag.ContinueOnError)
	f.StringVar(&o.rows, "rows", "", `only rows whose name contains this, such as "accuracy, Burgers" or "side by side"`)
	f.StringVar(&o.sides, "sides", "", "only these sides, separated by commas, such as gensci,JAX; without one of them the table side by side keeps nothing")
	f.BoolVar(&o.list, "list", false, "say which results are missing or stale, and measure nothing")
	f.BoolVar(&o.smoke, "smoke", false, "few points and steps of the first chosen row of each table (Poisson if -rows is not given; of the inverse problems the last), our side unless -sides names others; keeps nothing")
	f.BoolVar(&o.setup, "setup-peers", false, "make the peers' virtual environment, and measure nothing")
	f.StringVar(&o.dir, "o", filepath.Join("docs", "results"), "folder of the results")
	f.IntVar(&o.rounds, "rounds", 6, "rounds of each row of the table side by side")
	f.IntVar(&o.threads, "threads", 2, "processors that each side may use")
	if err := f.Parse(args); err != nil {
		return err
	}
	if f.NArg() > 0 {
		return fmt.Errorf("what is %q? See -help", strings.Join(f.Args(), " "))
	}
	if o.rounds < 1 || o.threads < 1 {
		return fmt.Errorf("want -rounds ≥ 1 and -threads ≥ 1, got %d and %d", o.rounds, o.threads)
	}
	for s := range strings.SplitSeq(o.sides, ",") {
		if s != "" && !slices.Contains(sides, s) {
			return fmt.Errorf("no side is called %q: want some of %s", s, strings.Join(sides, ","))
		}
	}
	if o.smoke && o.sides == "" {
		o.sides = ours
	}
	return nil
}

// uses says whether a side takes part.
func (o options) uses(side string) bool {
	return o.sides == "" || slices.Contains(strings.Split(o.sides, ","), side)
}

func run(ctx context.Context, args []string) error {
	var o options
	if err := o.parse(args); err != nil {
		return err
	}
	if o.setup {
		return peers.Make(ctx, os.Stderr)
	}
	rows := tables{chosen(zoo, o.rows), chosen(inverses, o.rows), chosen(certificates(), o.rows), chosen(contests, o.rows)}
	if rows.empty() {
		return fmt.Errorf("no row has %q in its name: see -help", o.rows)
	}
	if !o.list {
		if err := machine.Limit(o.threads); err != nil {
			return err
		}
	}
	if o.smoke {
		return o.runSmoke(ctx, rows.reduced(o.rows))
	}
	return o.runTables(ctx, rows)
}

// runTables measures what is missing.
func (o options) runTables(ctx context.Context, rows tables) error {
	if o.uses(ours) {
		if err := o.runAccuracy(ctx, rows.accuracy); err != nil {
			return err
		}
		if err := o.runInverse(ctx, rows.inverse); err != nil {
			return err
		}
		for _, c := range rows.bars {
			if err := o.run(ctx, c.cell()); err != nil {
				return err
			}
		}
	}
	for _, c := range rows.races {
		if err := o.run(ctx, c.cell(o)); err != nil {
			return err
		}
	}
	return nil
}

// tables are the rows that were chosen of each.
type tables struct {
	accuracy []accuracy
	inverse  []inverse
	bars     []certificate
	races    []contest
}

func (t tables) empty() bool { return len(t.accuracy)+len(t.inverse)+len(t.bars)+len(t.races) == 0 }

// reduced are those of Poisson's equation, and an inverse problem, unless rows were asked for.
func (t tables) reduced(asked string) tables {
	if asked != "" {
		return t
	}
	return tables{chosen(t.accuracy, "Poisson"), t.inverse, chosen(t.bars, "Poisson"), chosen(t.races, "Poisson")}
}

// chosen are the rows whose name contains a text.
func chosen[R fmt.Stringer](all []R, text string) []R {
	return slices.DeleteFunc(slices.Clone(all), func(r R) bool { return !strings.Contains(r.String(), text) })
}

// runSmoke tries a row of each table.
func (o options) runSmoke(ctx context.Context, rows tables) error {
	if len(rows.accuracy) > 0 {
		r, err := rows.accuracy[0].reduced().solve(ctx, 0)
		if err != nil {
			return err
		}
		fmt.Println(r)
	}
	if len(rows.inverse) > 0 {
		r, err := rows.inverse[len(rows.inverse)-1].reduced().solve(ctx, 0)
		if err != nil {
			return err
		}
		fmt.Println(r)
	}
	if len(rows.bars) > 0 {
		c := rows.bars[0]
		c.accuracy = c.reduced()
		r, err := c.certify(ctx)
		if err != nil {
			return err
		}
		fmt.Println(r)
	}
	if len(rows.races) == 0 {
		return nil
	}
	k, err := o.measure(ctx, rows.races[0].reduced(), 1)
	if err == nil {
		fmt.Println(k.table(rows.races[0].reduced()) + k.verdicts(rows.races[0]))
	}
	return err
}

// runAccuracy trains what is missing.
func (o options) runAccuracy(ctx context.Context, rows []accuracy) error {
	return inTurn(rows, func(a accuracy) int { return max(a.seeds, 1) }, func(a accuracy, seed uint64) error {
		return o.run(ctx, a.cell(seed))
	})
}

// cell is one seed of the row.
func (a accuracy) cell(seed uint64) cell {
	return cell{
		name: fmt.Sprintf("%s, seed %d", a, seed),
		hash: a.hash,
		has:  func(rs *results, hash string) bool { return rs.hasSolved(a.String(), seed, hash) },
		measure: func(ctx context.Context) (func(*results, string), error) {
			r, err := a.solve(ctx, seed)
			if r.Failed, err = failed(err); err != nil {
				return nil, err
			}
			fmt.Println(r)
			return func(rs *results, hash string) { r.Hash = hash; rs.putSolved(r) }, nil
		},
	}
}

// machine says what the numbers come from.
func (o options) machine() string {
	engine := "no engine"
	if b, err := backend.Default(); err == nil {
		engine = b.Name()
	}
	return fmt.Sprintf("%s, %d processors. Peers: %s. Ours: %s, engine %s.", machine.Processor(), o.threads, strings.Join(peers.Requirements, ", "), machine.Libraries(), engine)
}

// String is one line.
func (r solved) String() string {
	name := fmt.Sprintf("%s, seed %d: ", r.Row, r.Seed)
	if r.Failed != "" {
		return name + "failed: " + r.Failed
	}
	return name + fmt.Sprintf("error %.3g, loss %.3g after %d steps of Adam and %d iterations of L-BFGS, %d evaluations, %.0f s; %s",
		r.Error, r.Loss, r.Steps, r.Iterations, r.Evaluations, r.Seconds, r.End)
}
