package release

import (
	"fmt"
	"strings"

	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/internal/nbformat"
)

// Skeleton is a small master to begin with: it has a cell of each kind, and can be released as it is.
func Skeleton(name string) (*nbformat.Notebook, error) {
	if err := CheckName(name); err != nil {
		return nil, err
	}
	_, topic, _ := strings.Cut(name, "-")
	nb := &nbformat.Notebook{Metadata: map[string]any{
		"kernelspec":    map[string]any{"display_name": "Go (gensci)", "language": "go", "name": "gensci"},
		"language_info": map[string]any{"name": "go", "file_extension": ".go", "mimetype": "text/x-go"},
	}}
	add := func(kind string, m nbgrader.Meta, source string) {
		c := nbformat.Cell{Type: kind, ID: m.ID, Source: source, Metadata: map[string]any{}}
		m.Put(&c)
		nb.Cells = append(nb.Cells, c)
	}
	add(nbformat.Markdown, nbgrader.Meta{ID: "title", Locked: true}, fmt.Sprintf("# %s\n\nWhat this sheet is about. Hand in by `gensci submit %s.ipynb`.", topic, name))
	add(nbformat.Markdown, nbgrader.Meta{ID: "task-mean", Locked: true}, "## 1. The mean\n\nWrite `Mean`, which returns the mean of numbers, and 0 of none.")
	add(nbformat.Code, nbgrader.Meta{ID: "mean", Solution: true}, skeletonSolution)
	add(nbformat.Code, nbgrader.Meta{ID: "test-mean", Grade: true, Locked: true, Points: points.Of(2)}, skeletonTest)
	add(nbformat.Markdown, nbgrader.Meta{ID: "discuss", Grade: true, Solution: true, Points: points.Of(1)}, skeletonManual)
	add(nbformat.Markdown, nbgrader.Meta{ID: "derive", Task: true, Locked: true, Points: points.Of(2)}, skeletonTask)
	return nb, nil
}

const skeletonSolution = `// Mean returns the mean of x, or 0 if there are no numbers.
func Mean(x []float64) float64 {
	// BEGIN SOLUTION
	if len(x) == 0 {
		return 0
	}
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
	// END SOLUTION
}`

const skeletonTest = `nb.Check(func(t *sheet.T) {
	t.Part("1.5", "means of numbers", func(t *sheet.T) {
		t.Near(Mean([]float64{1, 2, 6}), 3.0, 1e-12, "the mean of 1, 2, 6 is 3")
		// BEGIN HIDDEN TESTS
		x := t.Uniform(100, -1, 1)
		sum := 0.0
		for _, v := range x {
			sum += v
		}
		t.Near(Mean(x), sum/100, 1e-12, "the mean of 100 random numbers")
		// END HIDDEN TESTS
	})
	t.Part("0.5", "no numbers", func(t *sheet.T) {
		t.Equal(Mean(nil), 0.0, "the mean of no numbers is 0 here, not NaN")
	})
})`

const skeletonManual = `<!-- BEGIN SOLUTION -->
One point: the mean minimises the sum of squares, so that one far value moves it; the median does not move.
<!-- END SOLUTION -->`

const skeletonTask = `## 2. On paper

Show that the mean minimises $\sum_i (x_i - m)^2$. Hand in a scan, or write below.

<!-- BEGIN MARK SCHEME -->
1 point for the derivative, 1 for the second one or another reason why it is a minimum.
<!-- END MARK SCHEME -->`
