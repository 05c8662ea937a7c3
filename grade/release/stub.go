package release

import (
	"errors"
	"fmt"
	"strings"

	"github.com/gensci/gensci/internal/nbformat"
)

// release fills in what students get of a cell and what they don't, and sees that what they get still is a cell of its kind.
func (c *Cell) release(stub string) error {
	if err := c.checkMarkers(); err != nil {
		return err
	}
	switch c.Kind {
	case Solution:
		return c.releaseSolution()
	case Test:
		return c.releaseTest()
	case Manual:
		return c.releaseManual(stub)
	case Task:
		return c.releaseTask()
	}
	if c.Type == nbformat.Code { // what it declares is known to solutions and tests
		_, err := parseCode(c.Source)
		return err
	}
	return nil
}

// belongs says which markers cells of a kind may have.
var belongs = map[marker][]Kind{solutions: {Solution, Manual}, hiddenTests: {Test}, markScheme: {Task}}

func (c *Cell) checkMarkers() error {
	for _, m := range markers {
		kinds := belongs[m]
		allowed := false
		var names []string
		for _, k := range kinds {
			allowed = allowed || k == c.Kind
			names = append(names, k.String())
		}
		if m.in(c.Source) && !allowed {
			return fmt.Errorf("is a %s cell with a marker %s; those belong into %s cells", c.Kind, m, strings.Join(names, " and "))
		}
	}
	return nil
}

func (c *Cell) releaseSolution() error {
	if err := declares(c.Source); err != nil {
		return err
	}
	cut, err := solutions.cut(c.Source, codeStub)
	switch {
	case err != nil:
		return err
	case len(cut.regions) == 0:
		return errors.New("is a solution without BEGIN SOLUTION and END SOLUTION; put them around what students are to write")
	}
	c.Released = cut.rest
	if err := declares(c.Released); err != nil {
		return fmt.Errorf("what students get of it %w; put BEGIN SOLUTION and END SOLUTION inside of a function, around whole statements", err)
	}
	return nil
}

// declares sees that the source of a solution holds declarations alone.
func declares(source string) error {
	parsed, err := parseCode(source)
	if err != nil {
		return err
	}
	if len(parsed.stmts) > 0 {
		return errors.New("holds statements outside of functions; solutions are functions, types, constants and variables alone")
	}
	return nil
}

func (c *Cell) releaseTest() error {
	if err := checks(c.Source); err != nil {
		return err
	}
	cut, err := hiddenTests.cut(c.Source, "")
	if err != nil {
		return err
	}
	c.Released = cut.rest
	if err := checks(c.Released); err != nil {
		return fmt.Errorf("what students get of it %w; leave nb.Check(func(t *sheet.T) { and its end outside of them", err)
	}
	return nil
}

// checks sees that a test is one nb.Check, beside imports and declarations.
func checks(source string) error {
	parsed, err := parseCode(source)
	if err != nil {
		return err
	}
	if len(parsed.stmts) != 1 || checkCall(parsed.stmts[0]) == nil {
		return errors.New("is not one nb.Check(func(t *sheet.T) { … }); tests have that alone, beside imports and declarations")
	}
	return nil
}

// manualStub is what students get in a code cell that a person marks: in functions what ends them; among statements a comment, so that a notebook runs from top to bottom before the cell is written.
func manualStub(source, text string) string {
	if parsed, err := parseCode(source); err == nil && len(parsed.stmts) > 0 {
		return "// " + text
	}
	return codeStub
}

func (c *Cell) releaseManual(stub string) error {
	if c.Type == nbformat.Code {
		stub = manualStub(c.Source, stub)
	}
	cut, err := solutions.cut(c.Source, stub)
	if err != nil {
		return err
	}
	c.Released, c.Scheme = cut.rest, strings.Join(cut.regions, "\n\n")
	if len(cut.regions) == 0 { // all of it is the answer
		c.Released, c.Scheme = stub, c.Source
	}
	if c.Type != nbformat.Code {
		return nil
	}
	if _, err := parseCode(c.Source); err != nil {
		return err
	}
	if _, err := parseCode(c.Released); err != nil {
		return fmt.Errorf("what students get of it %w; put BEGIN SOLUTION and END SOLUTION around whole statements", err)
	}
	return nil
}

func (c *Cell) releaseTask() error {
	cut, err := markScheme.cut(c.Source, "")
	if err != nil {
		return err
	}
	c.Released, c.Scheme = cut.rest, strings.Join(cut.regions, "\n\n")
	return nil
}
