package convert

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/grade/release"
)

// notebook is a notebook of an assignment, and the sheet that it becomes.
type notebook struct {
	of    nbgrader.Sheet
	file  nbgrader.File
	sheet string
}

// notebooks gives each notebook of the sources a sheet. Those are the names of the masters that are there: what an earlier import called so is called so again.
func notebooks(c *nbgrader.Course, there []string) (all []notebook) {
	names := naming{there: there, given: map[string]bool{}}
	for _, s := range c.Sheets {
		masters := slices.DeleteFunc(slices.Clone(s.Source), func(f nbgrader.File) bool { return !isNotebook(f) })
		for _, f := range masters {
			topic := s.Name
			if len(masters) > 1 {
				topic += "-" + strings.TrimSuffix(f.Path, ".ipynb")
			}
			all = append(all, notebook{s, f, names.give(topic)})
		}
	}
	return all
}

// isNotebook tells whether a file of an assignment is one of its notebooks; those in folders are examples or data.
func isNotebook(f nbgrader.File) bool {
	return strings.HasSuffix(f.Path, ".ipynb") && !strings.Contains(f.Path, "/")
}

// unfit are the letters that names of sheets don't have.
var unfit = regexp.MustCompile(`[^A-Za-z0-9._-]+`)

// naming gives names to sheets.
type naming struct {
	there []string        // of masters
	given map[string]bool // in this import
}

// give returns the topic itself if it is a sheet's name, else the name that an earlier import has given it, else one with the next free number.
func (n naming) give(topic string) string {
	name := topic
	if release.CheckName(name) != nil {
		name = n.numbered(unfit.ReplaceAllString(topic, "-"))
	}
	n.given[name] = true
	return name
}

func (n naming) numbered(topic string) string {
	topic = topic[:min(len(topic), 50)]
	for _, name := range n.there {
		if _, rest, _ := strings.Cut(name, "-"); rest == topic && !n.given[name] {
			return name
		}
	}
	for i := 1; ; i++ {
		number := fmt.Sprintf("%02d-", i)
		if !slices.ContainsFunc(n.taken(), func(name string) bool { return strings.HasPrefix(name, number) }) {
			return number + topic
		}
	}
}

func (n naming) taken() []string { return slices.AppendSeq(slices.Clone(n.there), maps.Keys(n.given)) }
