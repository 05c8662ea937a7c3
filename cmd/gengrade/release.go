package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/grade/course"
	"github.com/gensci/gensci/grade/program"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/grade/run"
	"github.com/gensci/gensci/internal/replace"
)

func newRelease() *cobra.Command {
	var r releasing
	c := &cobra.Command{
		Use:   "release SHEET…",
		Short: "Make the students' notebook of a master, and record it",
		Long: `Release makes of masters/NN-topic.ipynb what students get: solutions become stubs, hidden tests and mark schemes vanish. Each version is kept in
releases/NN, with its master, and is never changed; a sheet that has not changed gets no new version. Before, the master is graded like a hand-in: it must earn all points,
and what students get none; the time it takes decides what students' programs may take. When a sheet is released again, release says what changes
for students, and which of it breaks what they have already written; the work that they have begun stays gradable.`,
		Example: `  gengrade release 01
  gengrade release 01 --dry-run       # only say what would change
  gengrade release 01 02 -o students  # also put students/01-topic.ipynb and 02-topic.ipynb there
  gengrade release --samples          # in gensci's own repository: exercises from solutions`,
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case r.samples && len(args) > 0:
				return errors.New("--samples releases all sheets of the repository; name none")
			case r.samples:
				return releaseSamples(c)
			case len(args) == 0:
				return errors.New("requires the number or name of a sheet")
			}
			return withCourse(c, func(o opened) error {
				for _, name := range args {
					if err := r.release(c, o, name); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
	c.Flags().BoolVar(&r.dry, "dry-run", false, "change nothing, only say what would be released; the master is not graded")
	c.Flags().StringVarP(&r.out, "output", "o", "", "a folder that also gets the students' notebook")
	c.Flags().BoolVar(&r.samples, "samples", false, "make exercises of solutions, in gensci's own repository")
	return c
}

// releasing are the flags of release.
type releasing struct {
	dry, samples bool
	out          string
}

func (r releasing) release(c *cobra.Command, o opened, name string) error {
	in, err := o.Sheet(name)
	if err != nil {
		return err
	}
	sheet, err := checkedMaster(o.Course, in)
	if err != nil {
		return err
	}
	folder := o.Released(in)
	if err = sayChanges(c.OutOrStdout(), folder, sheet); err != nil || r.dry {
		return err
	}
	limits, err := calibrate(c, o, sheet)
	if err != nil {
		return err
	}
	version, isNew, err := release.Publish(folder, sheet, who(c), time.Now())
	if err != nil {
		return err
	}
	if err = keepLimits(folder, version, limits); err != nil {
		return err
	}
	if err = o.book.PutSheet(c.Context(), run.Sheet(sheet, version.Number), who(c)); err != nil {
		return err
	}
	students := filepath.Join(folder, strconv.Itoa(version.Number), release.StudentsFile)
	if r.out != "" {
		if students, err = handOut(students, r.out, sheet.Name); err != nil {
			return err
		}
	}
	said := "is release"
	if !isNew {
		said = "still is release"
	}
	fmt.Fprintf(c.OutOrStdout(), "%s %s %d: %s\n", sheet.Name, said, version.Number, students)
	return nil
}

// checkedMaster reads the master of a sheet and has it checked.
func checkedMaster(in *course.Course, s course.Sheet) (*release.Sheet, error) {
	sheet, err := release.ReadMaster(filepath.Join(in.Masters(), s.Name+".ipynb"))
	if err != nil {
		return nil, err
	}
	sheet.Imports = append(sheet.Imports, in.Imports...)
	return sheet, gradable(sheet)
}

// gradable sees that the sheet's programs can be made, so that its tests reach what students write.
func gradable(sheet *release.Sheet) error {
	plan, err := program.New(sheet)
	if err == nil {
		_, err = plan.Checker()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", sheet.Name, err)
	}
	return nil
}

// sayChanges says what the sheet is worth, and what is new since the last release.
func sayChanges(w io.Writer, folder string, sheet *release.Sheet) error {
	fmt.Fprintf(w, "%s: %v points (%v by tests, %v by hand)", sheet.Name, sheet.Maximum(), sheet.Automatic(), sheet.Manual())
	if bonus := sheet.Bonus(); bonus.Sign() > 0 {
		fmt.Fprintf(w, ", and %v bonus points", bonus)
	}
	fmt.Fprintln(w)
	versions, err := release.Versions(folder)
	if err != nil || len(versions) == 0 {
		return err
	}
	last := versions[len(versions)-1]
	old, err := release.Load(folder, last)
	if err != nil {
		return err
	}
	for _, change := range release.Compare(old, sheet) {
		mark := "changed"
		if change.Breaks {
			mark = "BREAKS WORK"
		}
		fmt.Fprintf(w, "  %s since release %d: %s\n", mark, last.Number, change.What)
	}
	return nil
}

// handOut puts the students' notebook into a folder under the sheet's name.
func handOut(from, folder, name string) (string, error) {
	text, err := os.ReadFile(from)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	path := filepath.Join(folder, name+".ipynb")
	return path, replace.File(path, text)
}

// releaseSamples makes exercises of solutions in the repository that the working directory lies in.
func releaseSamples(c *cobra.Command) error {
	root, err := repository()
	if err != nil {
		return err
	}
	sheets, err := release.Samples(root)
	if err != nil {
		return err
	}
	for _, s := range sheets {
		if err = gradable(s); err != nil {
			return err
		}
	}
	paths, err := release.WriteSamples(root)
	for _, path := range paths {
		fmt.Fprintln(c.OutOrStdout(), path)
	}
	if err == nil && len(paths) == 0 {
		fmt.Fprintln(c.OutOrStdout(), "exercises are what release makes of solutions")
	}
	return err
}

// repository finds the root of gensci's own repository from the working directory upwards.
func repository() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil && strings.HasPrefix(string(text), "module github.com/gensci/gensci\n") {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("--samples works in gensci's own repository; go to a folder in it")
		}
	}
}
