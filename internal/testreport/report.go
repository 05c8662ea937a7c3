package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// event is one line of `go test -json` (see `go doc test2json`; build output comes with ImportPath).
type event struct {
	Action, Package, ImportPath, Test, Output string
	Elapsed                                   float64 // seconds
}

// report gathers the output of every test until its verdict.
type report struct {
	out                   io.Writer
	output                map[string]*strings.Builder // by package, test
	foreign               *regexp.Regexp              // tests of other projects' suites
	passed, failed, skips int
	foreignSkips          int
	packages              int
	blamed                map[string]bool // packages with a failing test
}

// read prints the report of all events of in; the error is about broken input, not about tests.
func read(in io.Reader, out io.Writer, foreign *regexp.Regexp) (*report, error) {
	r := &report{out: out, foreign: foreign, output: map[string]*strings.Builder{}, blamed: map[string]bool{}}
	for dec := json.NewDecoder(in); ; {
		var e event
		if err := dec.Decode(&e); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return r, fmt.Errorf("reading the output of go test -json: %w", err)
		}
		r.add(e)
	}
	if r.packages == 0 {
		return r, errors.New("go test -json reported no package; does it build?")
	}
	if r.foreignSkips > 0 {
		fmt.Fprintf(out, "%d tests of other projects' suites skipped what an engine cannot do\n", r.foreignSkips)
	}
	fmt.Fprintf(out, "tests: %d passed, %d failed, %d skipped, in %d packages\n", r.passed, r.failed, r.skips, r.packages)
	return r, nil
}

func (r *report) add(e event) {
	switch e.Action {
	case "output":
		r.collect(e)
	case "build-output":
		fmt.Fprint(r.out, e.Output)
	case "pass", "fail", "skip":
		if e.Test == "" {
			r.packageDone(e)
		} else {
			r.testDone(e)
		}
	}
}

func (r *report) collect(e event) {
	key := e.Package + " " + e.Test
	if r.output[key] == nil {
		r.output[key] = &strings.Builder{}
	}
	r.output[key].WriteString(e.Output)
}

func (r *report) testDone(e event) {
	key := e.Package + " " + e.Test
	switch e.Action {
	case "pass":
		r.passed++
	case "fail":
		r.failed++
		r.blamed[e.Package] = true
		r.show(key)
	case "skip":
		if r.foreign.MatchString(e.Package + "." + e.Test) {
			r.foreignSkips++
			break
		}
		r.skips++
		r.show(key)
	}
	delete(r.output, key)
}

// packageDone prints the package's line. A package may fail without a failing test: a panic, TestMain, os.Exit; tests that were
// still running then have no verdict of their own, so what they printed is shown here.
func (r *report) packageDone(e event) {
	r.packages++
	fmt.Fprintf(r.out, "%-4s  %6.1f s  %s\n", e.Action, e.Elapsed, e.Package)
	for key := range r.output {
		if strings.HasPrefix(key, e.Package+" ") {
			if e.Action == "fail" && !r.blamed[e.Package] {
				r.show(key)
			}
			delete(r.output, key)
		}
	}
	if e.Action == "fail" && !r.blamed[e.Package] {
		r.failed++
	}
}

func (r *report) show(key string) {
	text := r.output[key]
	if text == nil {
		return
	}
	fmt.Fprintf(r.out, "--- %s\n%s", strings.TrimSpace(key), text)
}
