package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"github.com/gensci/gensci/backend"
	"github.com/gensci/gensci/bench/codehash"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "reference:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	f := flag.NewFlagSet("reference", flag.ContinueOnError)
	only := f.String("rows", "", "run only rows whose name contains this")
	list := f.Bool("list", false, "say which results are missing or stale, and run nothing")
	smoke := f.Bool("smoke", false, "one seed and a tenth of the steps of each row, to see that they run; keeps nothing")
	dir := f.String("o", filepath.Join("docs", "results"), "folder of the results")
	if err := f.Parse(args); err != nil {
		return err
	}
	var chosen []row
	for _, r := range rows {
		if strings.Contains(r.name, *only) {
			chosen = append(chosen, r)
		}
	}
	if len(chosen) == 0 || f.NArg() > 0 {
		return fmt.Errorf("no row has %q in its name: see -help", *only+strings.Join(f.Args(), " "))
	}
	if *smoke {
		return runSmoke(ctx, chosen)
	}
	results, err := load(filepath.Join(*dir, "reference.json"))
	if err != nil {
		return err
	}
	return runMissing(ctx, chosen, results, *dir, *list)
}

// runMissing runs the seeds of the rows that have no current result; with list it only names them.
func runMissing(ctx context.Context, chosen []row, all *results, dir string, list bool) error {
	var missed []string
	for _, r := range chosen {
		hash, err := codehash.Of(r.settings, r.packages)
		if err != nil {
			return err
		}
		for seed := range uint64(r.seeds) {
			res, ok := all.find(r.name, seed, hash)
			switch {
			case list && !ok:
				fmt.Printf("%s, seed %d: missing or stale\n", r.name, seed)
				continue
			case !ok:
				if res, err = measure(ctx, r, seed, 1); err != nil {
					return err
				}
				res.Hash = hash
				all.put(res)
				if err := all.save(dir); err != nil {
					return err
				}
			}
			if !list && !res.ok() {
				missed = append(missed, fmt.Sprintf("%s, seed %d", r.name, seed))
			}
		}
	}
	if len(missed) > 0 {
		return errors.New("beyond the bar: " + strings.Join(missed, "; "))
	}
	return nil
}

// runSmoke tries every row with few steps, on whatever engine there is.
func runSmoke(ctx context.Context, chosen []row) error {
	for _, r := range chosen {
		if _, err := measure(ctx, r, 0, 0.1); err != nil {
			return err
		}
	}
	return nil
}

// measure runs one seed of a row with a share of its steps and prints the result.
func measure(ctx context.Context, r row, seed uint64, share float64) (result, error) {
	b, err := backend.Default()
	if err != nil {
		return result{}, err
	}
	start := time.Now()
	m, err := r.run(ctx, seed, share)
	if ctx.Err() != nil {
		return result{}, errors.New("interrupted; what was finished is kept")
	}
	if err != nil {
		return result{}, fmt.Errorf("%s, seed %d: %w", r.name, seed, err)
	}
	res := result{Row: r.name, Seed: seed, Measures: m, Seconds: time.Since(start).Seconds(), Engine: b.Name()}
	fmt.Printf("%s, seed %d: %s (%.0f s)\n", r.name, seed, res.words(), res.Seconds)
	return res, nil
}
