package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"

	_ "github.com/gensci/gensci/backend"
	"github.com/gensci/gensci/bench/codehash"
	"github.com/gensci/gensci/bench/venv"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "flows:", err)
		os.Exit(1)
	}
}

// options are the command line's.
type options struct {
	rows, sides        string
	list, smoke, setup bool
	dir                string
}

func run(ctx context.Context, args []string) error {
	var o options
	f := flag.NewFlagSet("flows", flag.ContinueOnError)
	f.StringVar(&o.rows, "rows", "", "only rows whose name contains this")
	f.StringVar(&o.sides, "sides", "", "only these sides, separated by commas, such as gensci,zuko")
	f.BoolVar(&o.list, "list", false, "say which results are missing or stale, and train nothing")
	f.BoolVar(&o.smoke, "smoke", false, "one seed and a hundredth of the steps, to see that rows run; keeps nothing")
	f.BoolVar(&o.setup, "setup-peers", false, "make the peers' virtual environment, and train nothing")
	f.StringVar(&o.dir, "o", filepath.Join("docs", "results"), "folder of the results")
	if err := f.Parse(args); err != nil {
		return err
	}
	if o.setup {
		return peers.Make(ctx, os.Stderr)
	}
	var chosen []row
	for _, r := range allRows() {
		if strings.Contains(r.String(), o.rows) && (o.sides == "" || slices.Contains(strings.Split(o.sides, ","), r.side)) {
			chosen = append(chosen, r)
		}
	}
	if len(chosen) == 0 || f.NArg() > 0 {
		return fmt.Errorf("no row has %q in its name and one of the sides %q: see -help", o.rows+strings.Join(f.Args(), " "), o.sides)
	}
	return o.runRows(ctx, chosen)
}

// runRows trains what is missing, all first seeds first, so that a table that is not finished says something about every row.
func (o options) runRows(ctx context.Context, chosen []row) error {
	if o.smoke {
		for _, r := range chosen {
			if _, err := measure(ctx, r, 0, 0.01); err != nil {
				return err
			}
		}
		return nil
	}
	for seed := range uint64(5) {
		for _, r := range chosen {
			if seed >= uint64(r.seeds()) {
				continue
			}
			if err := o.runSeed(ctx, r, seed); err != nil {
				return err
			}
		}
	}
	return nil
}

// runSeed trains one seed of a row, unless its result is there.
func (o options) runSeed(ctx context.Context, r row, seed uint64) error {
	hash, err := hashOf(r)
	if err != nil {
		return err
	}
	have, err := load(o.dir)
	switch {
	case err != nil:
		return err
	case have.find(r, seed, hash):
		return nil
	case o.list:
		fmt.Printf("%s, %s, seed %d: missing or stale\n", r, r.side, seed)
		return nil
	}
	res, err := measure(ctx, r, seed, 1)
	if err != nil {
		return err
	}
	res.Hash = hash
	return keep(o.dir, r, res)
}

var hashes = map[string]string{} // of rows, which take a second each

// hashOf is the hash of what a row's results depend on.
func hashOf(r row) (string, error) {
	key := r.settings()
	if h, ok := hashes[key]; ok {
		return h, nil
	}
	var h string
	var err error
	if r.side == ours {
		h, err = codehash.Of(key, []string{"github.com/gensci/gensci/gen/flow", "github.com/gensci/gensci/gen/fit", "github.com/gensci/gensci/gen/metric"})
	} else {
		sum := sha256.Sum256([]byte(key + string(worker) + strings.Join(peers.Requirements, " ")))
		h = hex.EncodeToString(sum[:])[:16]
	}
	hashes[key] = h
	return h, err
}

// measure trains one seed of a row with a share of its steps and prints the result. A training that gives no numbers is a result too.
func measure(ctx context.Context, r row, seed uint64, share float64) (result, error) {
	train := trainPeer
	if r.side == ours {
		train = trainOurs
	}
	res, err := train(ctx, r, seed, share)
	if ctx.Err() != nil {
		return result{}, errors.New("interrupted; what was finished is kept")
	}
	if errors.Is(err, venv.ErrMissing) {
		return result{}, err
	}
	switch {
	case err != nil:
		res = result{Failed: err.Error()}
	case math.IsInf(res.Excess.Value, 0):
		res = result{Failed: "the density of a fresh point is 0"}
	}
	res.Family, res.Set, res.Side, res.Seed = r.family.name, r.set.name, r.side, seed
	fmt.Printf("%s, %s, seed %d: excess %s, integral %s (%.0f s) %s\n", r, r.side, seed, res.Excess, res.Integral, res.Seconds, res.Failed)
	return res, nil
}
