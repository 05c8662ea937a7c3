// Package checker is the main program of a release's tests. It runs one test of the sheet against the process of a student's functions, and says what it found.
//
//	checker TEST MAXIMUM      descriptors: 3 answers of the student's process, 4 calls to it, 5 the verdict (package verdict)
//	checker -list             the tests, and what is wrong with signatures, for the author
//
// The seed is in the environment (SeedVariable), which other users of the machine do not see, as they see command lines.
//
// It runs in a box, since it reads what a hostile process writes.
package checker

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"slices"

	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/sheet"
	"github.com/gensci/gensci/grade/verdict"
	"github.com/gensci/gensci/grade/wire"
)

// Sheet is what a checker is generated for.
type Sheet struct {
	References map[string]any // the master's functions
	Tests      []Test
}

// Test is one test cell.
type Test struct {
	ID      string
	Run     func(t *sheet.T)
	Under   Functions // pointers to the functions that the test calls
	Earlier []string  // functions of earlier cells, which the student's code may call
}

// Functions are pointers to functions, by name.
type Functions []struct {
	Name  string
	Value any
}

// SeedVariable is the environment's variable that has the seed of the test, as 64 hexadecimal digits.
const SeedVariable = "GENSCI_SEED"

// The descriptors of the pipes.
const (
	answersFile = 3
	callsFile   = 4
	verdictFile = 5
)

// Main runs what the command line asks for and ends the process.
func Main(s Sheet) {
	if err := s.run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func (s Sheet) run(args []string) error {
	switch {
	case len(args) == 1 && args[0] == "-list":
		return s.list()
	case len(args) != 2:
		return errors.New("usage: checker TEST MAXIMUM")
	}
	i := slices.IndexFunc(s.Tests, func(t Test) bool { return t.ID == args[0] })
	if i < 0 {
		return fmt.Errorf("there is no test %s", args[0])
	}
	maximum, err := points.Parse(args[1])
	if err != nil {
		return err
	}
	var seed [32]byte
	digits := os.Getenv(SeedVariable)
	if n, err := hex.Decode(seed[:], []byte(digits[:min(len(digits), 2*len(seed))])); err != nil || n != len(seed) || len(digits) != 2*len(seed) {
		return errors.New(SeedVariable + " is not 64 hexadecimal digits")
	}
	return s.test(s.Tests[i], maximum, seed, pipes{os.NewFile(answersFile, "answers"), os.NewFile(callsFile, "calls"), os.NewFile(verdictFile, "verdict")})
}

// pipes are those that a test's run reads and writes.
type pipes struct {
	answers        io.Reader
	calls, verdict io.Writer
}

func (s Sheet) test(t Test, maximum points.Points, seed [32]byte, p pipes) error {
	caller := wire.NewCaller(p.answers, p.calls)
	for _, name := range t.Earlier {
		caller.Serve(name, s.References[name])
	}
	for _, f := range t.Under {
		caller.Stub(f.Name, f.Value)
	}
	result := sheet.Run(t.Run, seed).UntilGone()
	v, err := verdict.Of(t.ID, maximum, result)
	if err != nil {
		return err
	}
	if v.Gone = caller.Failed() != nil; v.Gone {
		v.Hidden = secret(result)
	}
	text, err := v.Marshal()
	if err != nil {
		return err
	}
	_, err = p.verdict.Write(text)
	return err
}

// secret tells whether the student's process had seen hidden inputs when it ended.
func secret(r sheet.Result) bool {
	end := slices.IndexFunc(r.Outcomes, func(o sheet.Outcome) bool { return o.Gone })
	return end < 0 || r.Outcomes[end].Secret
}

// list names the tests, and errs if a signature cannot cross between processes.
func (s Sheet) list() error {
	for _, t := range s.Tests {
		fmt.Println(t.ID)
		for _, f := range t.Under {
			if err := wire.Crosses(reflect.TypeOf(f.Value).Elem()); err != nil {
				return fmt.Errorf("%s: %w", f.Name, err)
			}
		}
	}
	for name, f := range s.References {
		if err := wire.Crosses(reflect.TypeOf(f)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}
