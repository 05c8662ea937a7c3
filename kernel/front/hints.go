package front

import (
	"errors"
	"strings"

	"github.com/gensci/gensci/kernel/cell"
	"github.com/gensci/gensci/kernel/hint"
)

// hinted adds to the errors that a cell could not be compiled for what to do about them.
func (f *Front) hinted(err error, code string) error {
	var places cell.Errors
	if !errors.As(err, &places) || len(places) == 0 {
		return err
	}
	shown := errorOf(err)
	shown.traceback = nil
	said := map[string]bool{"": true}
	for _, e := range places {
		shown.traceback = append(shown.traceback, lines(e.Render())...)
		advice := hint.For(hint.Mistake{Message: e.Message, Line: e.Text, Above: f.above(e, code), Names: f.names(code)})
		if !said[advice] {
			shown.traceback = append(shown.traceback, "hint: "+advice)
		}
		said[advice] = true
	}
	return shown
}

// above are the lines before an error, if it is in the cell that was executed.
func (f *Front) above(e cell.Error, code string) string {
	if e.Cell != f.count || e.Line < 1 {
		return ""
	}
	all := strings.Split(code, "\n")
	return strings.Join(all[:min(e.Line-1, len(all))], "\n")
}

// names lists what a cell can write: the names that are declared, or what a package of the standard library or of the checkout offers, or what a
// type of such a package has.
func (f *Front) names(code string) func(pkg string) []string {
	return func(pkg string) (names []string) {
		if pkg == "" {
			for _, d := range f.memory.Declared() {
				names = append(names, d.Name)
			}
			return append(names, hint.Declared(code)...)
		}
		if f.memory.Packages.Describe == nil {
			return nil
		}
		pkg, typ, ofType := strings.Cut(pkg, ".")
		for _, path := range f.memory.Packages.Paths(pkg) {
			_, exports := f.memory.Packages.Describe(path)
			for _, e := range exports {
				switch name, member, isMember := strings.Cut(e, "."); {
				case isMember && ofType && name == typ:
					names = append(names, member)
				case !isMember && !ofType:
					names = append(names, e)
				}
			}
		}
		return names
	}
}

func lines(text string) []string { return strings.Split(strings.TrimRight(text, "\n"), "\n") }
