package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/grade/box"
	"github.com/gensci/gensci/grade/grader"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/replace"
)

// calibrate grades the master as a hand-in: it must earn all points, and what students get none. What it used decides what students' programs may use. Where there is no sandbox it runs
// without one, since the master is the author's own code.
func calibrate(c *cobra.Command, o opened, sheet *release.Sheet) (limits grader.Limits, err error) {
	if sheet.Automatic().Sign() == 0 {
		return limits, nil
	}
	options, err := gradeOptions(o, "calibration of "+sheet.Name)
	if err != nil {
		return limits, err
	}
	options.Bare = box.Check(c.Context()) != nil
	fmt.Fprintf(c.ErrOrStderr(), "%s: the master's solutions are graded\n", sheet.Name)
	w, err := grader.Open(c.Context(), sheet, options)
	if err != nil {
		return limits, err
	}
	limits, err = w.Calibrate(c.Context(), sheet)
	if err = errors.Join(err, w.Close()); err != nil {
		return limits, fmt.Errorf("%s cannot be released: %w", sheet.Name, err)
	}
	return limits, nil
}

// limitsFile is where what calibration found for a release is kept, beside the folder of the release, which is never changed.
func limitsFile(folder string, version release.Version) string {
	return filepath.Join(folder, fmt.Sprintf("limits-%d.json", version.Number))
}

func keepLimits(folder string, version release.Version, limits grader.Limits) error {
	text, err := json.MarshalIndent(limits, "", " ")
	if err != nil {
		return err
	}
	return replace.File(limitsFile(folder, version), append(text, '\n'))
}

// limitsOf are those of a release and of the course, whichever is more.
func limitsOf(o opened, folder string, version release.Version) (grader.Limits, error) {
	limits := grader.Limits{CPU: o.Limits.CPU, Memory: o.Limits.Memory}
	text, err := os.ReadFile(limitsFile(folder, version))
	if errors.Is(err, fs.ErrNotExist) {
		return limits, nil // it was released by a program that did not calibrate
	}
	if err != nil {
		return limits, err
	}
	var found grader.Limits
	if err := json.Unmarshal(text, &found); err != nil {
		return limits, fmt.Errorf("%s: %w; release the sheet again", limitsFile(folder, version), err)
	}
	limits.CPU, limits.Memory, limits.Tests = max(limits.CPU, found.CPU), max(limits.Memory, found.Memory), found.Tests
	return limits, nil
}
