package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/grade/similar"
	"github.com/gensci/gensci/internal/nbformat"
	"github.com/gensci/gensci/internal/replace"
)

// similarFlags are the flags of similar.
type similarFlags struct {
	least, common float64
	round         int
	reference     bool
	page          string
}

func newSimilar() *cobra.Command {
	var f similarFlags
	c := &cobra.Command{
		Use:   "similar SHEET",
		Short: "List pairs of hand-ins that are alike beyond what was given",
		Long: `Similar compares the last version of each hand-in of a sheet with all others. Names, comments and the order of functions do not count in code, nor does
writing in words; what was released, what the reference solution has, and what more than a share of all have alike weigh nothing, and members of a group
are not compared. A pair is listed if one has the given share of what is left of the other, and so much of it that it says something: 60 tokens, or 25
words.

The list says where to look, not what happened. --html writes a page with the places side by side; keep it as private as the hand-ins.`,
		Example: `  gengrade similar 22
  gengrade similar 22 --least 0.4 --html similar-22.html
  gengrade similar 22 --reference     # also what is alike with the reference solution`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return withCourse(c, func(o opened) error { return f.compare(c, o, args[0]) })
		},
	}
	c.Flags().Float64Var(&f.least, "least", 0.6, "share that one must have of the other, 0 to 1")
	c.Flags().Float64Var(&f.common, "common", 0.1, "what more than this share of all have weighs nothing")
	c.Flags().IntVar(&f.round, "round", 1, "1, or 2 for the second hand-ins")
	c.Flags().BoolVar(&f.reference, "reference", false, "count what the reference solution has too")
	c.Flags().StringVar(&f.page, "html", "", "write a page with the places side by side")
	return c
}

func (f similarFlags) compare(c *cobra.Command, o opened, name string) error {
	for flag, share := range map[string]float64{"least": f.least, "common": f.common} {
		if !(share > 0 && share <= 1) {
			return fmt.Errorf("--%s is a share, more than 0 and at most 1, not %v", flag, share)
		}
	}
	s, err := o.Sheet(name)
	if err != nil {
		return err
	}
	sheet, _, err := release.Current(o.Released(s))
	if err != nil {
		return err
	}
	works, err := f.works(c, o, sheet)
	if err != nil {
		return err
	}
	pairs := similar.Compare(works, similar.Known(sheet, !f.reference), similar.Options{Least: f.least, Common: f.common})
	fmt.Fprintf(c.OutOrStdout(), "%s: %d hand-ins, %d pairs are alike\n", s.Name, len(works), len(pairs))
	if err = similar.Table(c.OutOrStdout(), pairs); err != nil || f.page == "" {
		return err
	}
	page, err := similar.Page(s.Name, pairs)
	if err == nil {
		err = replace.File(f.page, page)
	}
	if err == nil {
		fmt.Fprintf(c.OutOrStdout(), "the places are in %s\n", f.page)
	}
	return err
}

// works reads the last version of each hand-in. One that cannot be read is named and left out.
func (f similarFlags) works(c *cobra.Command, o opened, sheet *release.Sheet) (works []similar.Work, err error) {
	all, err := o.book.Submissions(c.Context(), sheet.Name)
	if err != nil {
		return nil, err
	}
	last := map[string]book.Submission{}
	var owners []string
	for _, s := range all { // oldest first
		if s.Round != f.round {
			continue
		}
		if _, has := last[s.Owner]; !has {
			owners = append(owners, s.Owner)
		}
		last[s.Owner] = s
	}
	for _, owner := range owners {
		answers, err := handedIn(o, sheet, last[owner])
		if err != nil {
			fmt.Fprintf(c.ErrOrStderr(), "gengrade: the hand-in of %s is left out: %v\n", owner, err)
			continue
		}
		students := []string{owner}
		for _, m := range last[owner].Members {
			if m.Student != owner {
				students = append(students, m.Student)
			}
		}
		works = append(works, similar.WorkOf(sheet, answers, strings.Join(students, "+"), students))
	}
	return works, nil
}

// handedIn reads the answers of a hand-in from submissions/.
func handedIn(o opened, sheet *release.Sheet, s book.Submission) (release.Answers, error) {
	path := filepath.Join(o.Submissions(), filepath.FromSlash(s.File))
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, sheet.Name+".ipynb")
	}
	nb, err := nbformat.Read(path)
	if err != nil {
		return release.Answers{}, err
	}
	return release.ReadAnswers(sheet, nb)
}
