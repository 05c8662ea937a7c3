package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"

	"github.com/gensci/gensci/backend"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// settings are the command's flags.
type settings struct {
	rows, peers, out string
	rounds, threads  int
	budget           time.Duration
	firsts           int
	setup            bool
}

func run(ctx context.Context, args []string) error {
	if len(args) > 0 && args[0] == "worker" { // our side's process, started by the driver
		engine, err := backend.Default()
		if err != nil {
			return err
		}
		return serve(engine, os.Stdin, os.Stdout)
	}
	var s settings
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.StringVar(&s.rows, "rows", "", "rows to run, comma-separated; all by default")
	f.StringVar(&s.peers, "peers", "torch,jax", "peers to run against, or none")
	f.StringVar(&s.out, "o", "", "file for the results as JSON; what it holds of other rows stays")
	f.IntVar(&s.rounds, "rounds", 15, "paired rounds of each row, at least 5")
	f.IntVar(&s.threads, "threads", 2, "processors that each side may use")
	f.DurationVar(&s.budget, "budget", 500*time.Millisecond, "time of one measurement")
	f.IntVar(&s.firsts, "firsts", 3, "how often the first call is measured")
	f.BoolVar(&s.setup, "setup-peers", false, "make the peers' virtual environment, then stop")
	if err := f.Parse(args); err != nil {
		return err
	}
	switch {
	case f.NArg() > 0:
		return fmt.Errorf("want flags only, got %q: see -help", f.Arg(0))
	case s.rounds < 5 || s.threads < 1 || s.budget <= 0 || s.firsts < 1:
		return fmt.Errorf("want -rounds ≥ 5, -threads ≥ 1, -budget > 0 and -firsts ≥ 1, got %d, %d, %v and %d", s.rounds, s.threads, s.budget, s.firsts)
	case s.setup:
		return setupPeers(ctx, os.Stderr)
	}
	return compare(ctx, s)
}
