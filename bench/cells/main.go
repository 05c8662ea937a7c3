package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "cells:", err)
		os.Exit(1)
	}
}

// settings are the command's flags.
type settings struct {
	rows, out       string
	ipython         string
	rounds, threads int
}

func run(ctx context.Context, args []string) error {
	if len(args) == 2 && args[0] == "worker" { // a process that trains, started by row call
		return train(args[1], os.Stdin, os.Stdout)
	}
	var s settings
	f := flag.NewFlagSet("cells", flag.ContinueOnError)
	f.StringVar(&s.rows, "rows", "", "rows to measure, comma-separated; all by default")
	f.StringVar(&s.out, "o", filepath.Join("docs", "results", "cells.json"), "file for the results, and with .md for .json the table; what it holds of other rows stays")
	f.StringVar(&s.ipython, "python", "", "a Python with ipykernel and numpy, for row values; none by default")
	f.IntVar(&s.rounds, "rounds", 20, "rounds of each row, at least 2")
	f.IntVar(&s.threads, "threads", 2, "processors that everything runs on")
	if err := f.Parse(args); err != nil {
		return err
	}
	switch {
	case f.NArg() > 0:
		return fmt.Errorf("want flags only, got %q: see -help", f.Arg(0))
	case s.rounds < 2 || s.threads < 1:
		return fmt.Errorf("want -rounds ≥ 2 and -threads ≥ 1, got %d and %d", s.rounds, s.threads)
	case filepath.Ext(s.out) != ".json":
		return fmt.Errorf("want a file .json for -o, got %q", s.out)
	}
	rows, err := pickRows(s.rows)
	if err != nil {
		return err
	}
	return measure(ctx, s, rows)
}
