package convert

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/internal/replace"
)

// HandIns copies what students handed in, as SHEET/STUDENT/SHEET.ipynb with its other files and time, to where it can be collected from. It returns how many there are of each
// sheet; who lacks a sheet's notebook has not handed that in.
func HandIns(from *nbgrader.Course, sheets []Imported, into string) (map[string]int, error) {
	count := map[string]int{}
	for _, sheet := range sheets {
		for _, s := range from.Submissions {
			has := slices.ContainsFunc(s.Files, func(f nbgrader.File) bool { return f.Path == sheet.Notebook })
			if s.Sheet != sheet.Assignment || !has {
				continue
			}
			if err := copyHandIn(s, sheet, filepath.Join(into, sheet.Sheet, s.Student)); err != nil {
				return nil, fmt.Errorf("copying what %s handed in for %s: %w", s.Student, s.Sheet, err)
			}
			count[sheet.Sheet]++
		}
	}
	return count, nil
}

func copyHandIn(s nbgrader.Submission, sheet Imported, folder string) error {
	for _, f := range s.Files {
		name := filepath.FromSlash(f.Path)
		if f.Path == sheet.Notebook {
			name = sheet.Sheet + ".ipynb"
		} else if isNotebook(f) {
			continue // of another sheet
		}
		if err := copyFile(f.On, filepath.Join(folder, name)); err != nil {
			return err
		}
	}
	if s.When.IsZero() {
		return nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	return replace.File(filepath.Join(folder, "timestamp.txt"), []byte(nbgrader.FormatTime(s.When)))
}
