package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gensci/gensci/gen/doctor"
	"github.com/gensci/gensci/internal/replace"
)

// runs is how many runs of a patient make n of its cause, or 3n healthy ones.
func runs(c doctor.Cause, n int) uint64 {
	kinds := 0
	for _, p := range patients() {
		if p.sick == c {
			kinds++
		}
	}
	if c == healthy {
		n *= 3
	}
	return uint64((n + kinds - 1) / kinds)
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "doctor:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	f := flag.NewFlagSet("doctor", flag.ContinueOnError)
	only := f.String("only", "", "only patients whose name contains this; keeps nothing")
	from := f.Uint64("first", reported, "first seed; those below 2000 are for setting thresholds, and are not kept")
	n := f.Int("n", 8, "sick runs for each cause; of healthy ones there are three times as many")
	folder := f.String("runs", "", "folder that keeps records of runs, and those that are there are not run again: for setting thresholds")
	out := f.String("o", filepath.Join("docs", "results", "doctor.md"), "file of the results")
	if err := f.Parse(args); err != nil {
		return err
	}
	if *n < 1 || f.NArg() > 0 {
		return errors.New("want -n ≥ 1 and no arguments: see -help")
	}
	var all []tally
	for _, p := range patients() {
		if !strings.Contains(p.name, *only) {
			continue
		}
		t := tally{patient: p}
		for seed := *from; seed < *from+runs(p.sick, *n); seed++ {
			r, err := p.train(seed, *folder)
			if err != nil {
				return err
			}
			found := r.findings()
			t.add(found)
			fmt.Printf("%s, seed %d (%s):\n  %s\n", p.name, seed, causeName(p.sick), strings.ReplaceAll(found.String(), "\n", "\n  "))
		}
		all = append(all, t)
	}
	text := page(all, *from)
	if *only != "" || *from < reported {
		fmt.Println(text)
		return nil
	}
	return replace.File(*out, []byte(text))
}
