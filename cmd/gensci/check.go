package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/grade/grader"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/dirs"
	"github.com/gensci/gensci/internal/nbformat"
	"github.com/gensci/gensci/internal/terminal"
	"github.com/gensci/gensci/kernel"
)

func newCheck() *cobra.Command {
	var tasks []string
	var limit time.Duration
	c := &cobra.Command{
		Use:   "check SHEET",
		Short: "Run the visible tests of an exercise sheet on your solutions",
		Long: `Check builds a program of the functions in your sheet and runs the visible tests of the sheet on it, as grading does, and outside of the
notebook: what works only because of the order in which you ran cells, or because of a function in another cell, fails here too.

For each test it prints the points that its visible part would give, the hints of checks that fail, and compile errors with their cell and
line. The exit status is 0 if all visible checks pass. What a person marks is only listed. No sandbox is used: it is your own code.`,
		Example: `  gensci check 00-welcome.ipynb
  gensci check 00-welcome.ipynb --task walk        # the tests of one cell, or one test`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return check(c, args[0], tasks, limit) },
	}
	c.Flags().DurationVar(&limit, "time", time.Minute, "how long your functions may compute in one test")
	c.Flags().StringSliceVar(&tasks, "task", nil, "only these tests, or the tests of these solution cells (their ids)")
	return c
}

// check prints what the visible tests find.
func check(c *cobra.Command, path string, tasks []string, limit time.Duration) error {
	s, err := readOwn(path)
	if err != nil {
		return err
	}
	w, err := s.workshop(c.Context(), c.ErrOrStderr(), limit)
	if err != nil {
		return err
	}
	defer w.Close()
	tests, err := s.choose(w, tasks)
	if err != nil {
		return err
	}
	r := checkReport{ownSheet: s, out: terminal.Plain}
	texts := map[string]string{}
	for id, answer := range s.answers.ByID {
		texts[id] = answer.Source
	}
	for _, id := range tests {
		slow := time.AfterFunc(3*time.Second, func() {
			fmt.Fprintf(c.ErrOrStderr(), "%s is running; it may compute for %v (--time gives more)\n", id, limit)
		})
		results, err := w.Grade(c.Context(), texts, []string{id})
		slow.Stop()
		if err != nil {
			return err
		}
		fmt.Fprint(c.OutOrStdout(), r.test(results[0], w.Cells(id)))
	}
	fmt.Fprint(c.OutOrStdout(), r.end(len(tasks) == 0))
	if r.failed > 0 {
		return exitStatus(1)
	}
	return nil
}

// ownSheet is a student's notebook.
type ownSheet struct {
	sheet   *release.Sheet
	answers release.Answers
}

func readOwn(path string) (ownSheet, error) {
	nb, err := nbformat.Read(path)
	if err != nil {
		return ownSheet{}, err
	}
	sheet, err := release.OfStudent(nb, strings.TrimSuffix(filepath.Base(path), ".ipynb"))
	if err != nil {
		return ownSheet{}, err
	}
	answers, err := release.ReadAnswers(sheet, nb)
	return ownSheet{sheet, answers}, err
}

// workshop prepares the sheet's tests, from the sources that notebooks are built with.
func (s ownSheet) workshop(ctx context.Context, progress io.Writer, limit time.Duration) (*grader.Workshop, error) {
	if _, err := exec.LookPath("go"); err != nil {
		return nil, errors.New("check compiles your functions, and go is not on PATH; install it from https://go.dev/dl")
	}
	checkout, err := kernel.FindCheckout(".")
	if err != nil {
		return nil, err
	}
	cache, err := dirs.Cache()
	if err != nil {
		return nil, err
	}
	if err := kernel.BuildOffline(cache); err != nil {
		return nil, err
	}
	own := filepath.Join(cache, "check")
	if _, missing := os.Stat(own); missing != nil {
		fmt.Fprintln(progress, "compiling what the sheet imports, which takes a minute the first time")
	}
	return grader.Open(ctx, s.sheet, grader.Options{
		Checkout: checkout, Cache: own, Seed: []byte(s.sheet.Name), Bare: true, Own: true,
		Limits: grader.Limits{CPU: limit, Memory: checkMemory},
	})
}

// choose returns the tests to run in the sheet's order.
func (s ownSheet) choose(w *grader.Workshop, tasks []string) ([]string, error) {
	var tests []string
	used := map[string]bool{}
	for _, c := range s.sheet.Cells {
		if c.Kind != release.Test {
			continue
		}
		chosen := len(tasks) == 0
		for _, task := range tasks {
			if task == c.ID || slices.Contains(w.Cells(c.ID), task) {
				chosen, used[task] = true, true
			}
		}
		if chosen {
			tests = append(tests, c.ID)
		}
	}
	for _, task := range tasks {
		if !used[task] {
			return nil, fmt.Errorf("--task %s: the sheet has no test and no tested cell of this id; its tests are %s", task, strings.Join(w.Tests(), ", "))
		}
	}
	return tests, nil
}
