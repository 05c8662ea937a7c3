package source

import (
	"fmt"
	"go/scanner"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxCell is the length in bytes of the longest cell that is graded.
const maxCell = 256 << 10

// maxProblems bounds the problems of one cell.
const maxProblems = 20

// Reserved begins the names that the grader's own code has beside the students'.
const Reserved = "gensci"

// Problems are the rules of this package that a student's cell breaks, in the cell's order; none if it is fine.
func (t *Text) Problems(allowed Allowed) []Problem {
	var all []Problem
	fail := func(line int, format string, args ...any) {
		if p := (Problem{t.Cell, line, fmt.Sprintf(format, args...)}); len(all) < maxProblems && !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	t.characters(fail)
	for _, s := range t.specials {
		fail(s.Line, "magics and shell lines (%s) are not graded; take the line out", brief(s.Text))
	}
	directives(t.raw, fail)
	if t.code != t.raw { // a special line with a lone quote makes comments of the one strings of the other
		directives(t.code, fail)
	}
	for _, i := range t.Imports {
		switch {
		case i.Path == "C":
			fail(i.Line, "cgo is not allowed on sheets")
		case i.Name == "_":
			fail(i.Line, "imports for their effect alone (_) are not allowed on sheets")
		case !allowed.Allows(i.Path):
			fail(i.Line, "the import of %q is not on this sheet's list; %s", i.Path, allowed)
		}
	}
	for _, d := range t.Declarations {
		d.rules(fail)
	}
	return all
}

type failer = func(line int, format string, args ...any)

func (d Declaration) rules(fail failer) {
	for _, name := range d.Names {
		switch {
		case name == "init" || name == "main":
			fail(d.Line, "func %s is not allowed on sheets: only the functions that the sheet asks for are called", name)
		case types.Universe.Lookup(name) != nil:
			fail(d.Line, "%s is a name that Go predeclares; choose another one", name)
		case strings.HasPrefix(strings.ToLower(name), Reserved):
			fail(d.Line, "%s begins with %s, as the grader's own names do; choose another one", name, Reserved)
		}
	}
	if d.Function != nil && d.Function.Body == nil {
		fail(d.Line, "the function %s has no body", d.Function.Name.Name)
	}
}

// characters refuses text that an editor shows otherwise than the compiler reads it.
func (t *Text) characters(fail failer) {
	for n, line := range strings.Split(t.raw, "\n") {
		if !utf8.ValidString(line) {
			fail(n+1, "it is no valid UTF-8")
			continue
		}
		for _, r := range line {
			if unicode.Is(unicode.Cf, r) || unicode.IsControl(r) && r != '\t' && r != '\r' {
				fail(n+1, "the invisible character %U is not allowed, since it can hide what the text says", r)
				break
			}
		}
	}
}

// directives refuses comments that the compiler obeys.
func directives(code string, fail failer) {
	file := token.NewFileSet().AddFile("", -1, len(code))
	var s scanner.Scanner
	s.Init(file, []byte(code), nil, scanner.ScanComments)
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF {
			return
		}
		if tok != token.COMMENT {
			continue
		}
		for _, begin := range []string{"//go:", "//line ", "/*line ", "//export ", "//extern ", "// +build", "//+build", "//gensci:"} {
			if strings.HasPrefix(text, begin) {
				fail(file.Line(pos), "the directive %s is not allowed on sheets", brief(text))
			}
		}
	}
}

func brief(text string) string {
	text, _, _ = strings.Cut(text, "\n")
	if r := []rune(text); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
}

// Allowed are the import paths that students may use; one that ends with /... stands for all below it.
type Allowed []string

// Standard is what every sheet allows: the parts of the standard library that compute, and gonum's.
var Standard = Allowed{
	"bytes", "cmp", "container/heap", "container/list", "container/ring", "errors", "fmt", "iter", "maps", "math", "math/big", "math/bits", "math/cmplx",
	"math/rand", "math/rand/v2", "slices", "sort", "strconv", "strings", "sync", "sync/atomic", "time", "unicode", "unicode/utf8",
	"gonum.org/v1/gonum/mat", "gonum.org/v1/gonum/floats", "gonum.org/v1/gonum/stat", "gonum.org/v1/gonum/stat/distuv", "gonum.org/v1/gonum/stat/distmv",
	"gonum.org/v1/gonum/stat/combin", "gonum.org/v1/gonum/integrate", "gonum.org/v1/gonum/integrate/quad", "gonum.org/v1/gonum/interp", "gonum.org/v1/gonum/optimize",
	"gonum.org/v1/gonum/diff/fd", "gonum.org/v1/gonum/dsp/fourier", "gonum.org/v1/gonum/mathext", "gonum.org/v1/gonum/cmplxs",
}

// Allows tells whether a path is on the list.
func (a Allowed) Allows(path string) bool {
	return slices.ContainsFunc(a, func(entry string) bool {
		if below, ok := strings.CutSuffix(entry, "/..."); ok {
			return path == below || strings.HasPrefix(path, below+"/")
		}
		return path == entry
	})
}

// String is the list for a message: what it adds to the usual one.
func (a Allowed) String() string {
	var more []string
	for _, path := range a {
		if !slices.Contains(Standard, path) {
			more = append(more, path)
		}
	}
	text := "it has Go's packages that compute and gonum"
	if len(more) > 0 {
		text += ", and " + strings.Join(more, ", ")
	}
	return text
}

// Paths are the entries of the list as the go command knows them; one that ends with /... is a pattern.
func (a Allowed) Paths() []string { return slices.Clone(a) }
