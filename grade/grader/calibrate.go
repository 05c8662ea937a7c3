package grader

import (
	"context"
	"fmt"
	"time"

	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/release"
)

// What calibration grants: so many times what the master takes, and in any case the limits of sheets that are not calibrated.
const (
	generosity  = 10
	memoryTimes = 4 // memory grows less with clumsiness than time does
	leastCPU    = 10 * time.Second
	leastMemory = 512 << 20
	masterCPU   = 2 * time.Minute // what a master may take at most
	masterSpace = 4 << 30
)

// Calibrate finds the limits of a sheet by grading its master. It errs if the master does not earn all points, or what is given out earns some: then the sheet is wrong. Nothing else is graded
// meanwhile.
func (w *Workshop) Calibrate(ctx context.Context, sheet *release.Sheet) (Limits, error) {
	options := w.options
	defer func() { w.options = options }()
	w.options.Limits = Limits{CPU: masterCPU, Memory: masterSpace}
	masters, err := w.Grade(ctx, texts(sheet, func(c release.Cell) string { return c.Source }), w.Tests())
	if err != nil {
		return Limits{}, err
	}
	found := Limits{CPU: leastCPU, Memory: leastMemory, Tests: map[string]time.Duration{}}
	for _, r := range masters {
		if worth := r.worth(); len(r.Parts) > 0 && worth.Cmp(r.Maximum) != 0 {
			return Limits{}, fmt.Errorf("%s: its parts are worth %s points together, and the cell has %s", r.Test, worth, r.Maximum)
		}
		if r.Status != Passed {
			return Limits{}, fmt.Errorf("%s: the master's solution %s", r.Test, r.sentence())
		}
		found.Memory = max(found.Memory, memoryTimes*r.Memory)
		if cpu := generosity * r.CPU; cpu > leastCPU {
			found.Tests[r.Test] = cpu.Round(time.Second)
		}
	}
	w.options.Limits = found
	stubs, err := w.Grade(ctx, texts(sheet, func(c release.Cell) string { return c.Released }), w.Tests())
	if err != nil {
		return Limits{}, err
	}
	for _, r := range stubs {
		if r.Points.Sign() != 0 || r.Status == Ungraded || r.Status == Uncompilable {
			return Limits{}, fmt.Errorf("%s: what students get, unchanged, %s%s", r.Test, r.sentence(), r.unearned())
		}
	}
	return found, nil
}

// texts are texts of the solution cells, by id.
func texts(sheet *release.Sheet, of func(release.Cell) string) map[string]string {
	answers := map[string]string{}
	for _, c := range sheet.Cells {
		if c.Kind == release.Solution {
			answers[c.ID] = of(c)
		}
	}
	return answers
}

// worth is what the parts of the test can earn together.
func (r Result) worth() points.Points {
	var sum points.Points
	for _, p := range r.Parts {
		sum = sum.Plus(p.Maximum)
	}
	return sum
}

// unearned names the parts that a stub earns, for the author.
func (r Result) unearned() string {
	for _, p := range r.Parts {
		if p.Points.Sign() > 0 {
			return fmt.Sprintf("; the part %q passes without a solution: a stub panics too, so check a valid input before t.Panics", p.Name)
		}
	}
	return ""
}

// sentence says what a result is, for the author.
func (r Result) sentence() string {
	return fmt.Sprintf("earns %s of %s points (%s): %s", r.Points, r.Maximum, r.Status, firstLine(r.Message(), "no check failed"))
}
