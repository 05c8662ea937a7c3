package nbgrader

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/gensci/gensci/internal/nbformat"
)

// headerSetting is a line of nbgrader_config.py that names a header or footer notebook.
var headerSetting = regexp.MustCompile(`(?m)^\s*c\.(?:IncludeHeaderFooter|IncludeHeader)\.(header|footer)\s*=\s*["']([^"']+)["']`)

// headers finds the header and the footer that the course's settings name.
func (r *courseReader) headers() error {
	i := slices.IndexFunc(r.course.Extra, func(f File) bool { return f.Path == configFile })
	if i < 0 {
		return nil
	}
	text, err := os.ReadFile(r.course.Extra[i].On)
	if err != nil {
		return err
	}
	for _, m := range headerSetting.FindAllStringSubmatch(string(text), -1) {
		which, at := m[1], path.Clean(m[2])
		f := slices.IndexFunc(r.course.Extra, func(f File) bool { return f.Path == at })
		switch {
		case f < 0:
			r.skip(m[2], "the settings name it as a "+which+", but it is no file of the course")
		case which == "header":
			r.course.Header = r.course.Extra[f].On
		default:
			r.course.Footer = r.course.Extra[f].On
		}
	}
	return nil
}

// Master reads a notebook of a sheet's source and puts the course's header and footer around its cells, as nbgrader does when it makes a release.
func (c *Course) Master(f File) (*nbformat.Notebook, error) {
	nb, err := nbformat.Read(f.On)
	if err != nil {
		return nil, err
	}
	var parts [3][]nbformat.Cell
	parts[1] = nb.Cells
	for i, on := range map[int]string{0: c.Header, 2: c.Footer} {
		if on == "" {
			continue
		}
		around, err := nbformat.Read(on)
		if err != nil {
			return nil, fmt.Errorf("the course's header or footer %s: %w", filepath.Base(on), err)
		}
		parts[i] = around.Cells
	}
	nb.Cells = join(parts[1], parts[0], parts[2])
	return nb, nil
}

// join puts cells around others, whose ids stay; equal ids of the new ones are made again.
func join(body, before, after []nbformat.Cell) []nbformat.Cell {
	used := map[string]bool{}
	for _, c := range body {
		used[c.ID] = true
	}
	for _, cells := range [][]nbformat.Cell{before, after} {
		for i := range cells {
			if used[cells[i].ID] {
				cells[i].ID = ""
			}
			used[cells[i].ID] = true
		}
	}
	all := nbformat.Notebook{Cells: slices.Concat(before, body, after)}
	all.MintIDs()
	return all.Cells
}
