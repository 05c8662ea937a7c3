package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gensci/gensci/kernel"
)

// places returns the folder of each notebook below that of the executed ones: "." as long as no two have the same name; else the notebooks
// keep their own folders, from the one common to all on.
func places(notebooks []string) ([]string, error) {
	folders := make([]string, len(notebooks))
	seen, names := map[string]bool{}, map[string]bool{}
	for i, path := range notebooks {
		whole, err := filepath.Abs(path)
		if err != nil {
			return nil, err
		}
		if seen[whole] {
			return nil, fmt.Errorf("%s is named twice", path)
		}
		seen[whole], names[filepath.Base(whole)] = true, true
		folders[i] = filepath.Dir(whole)
	}
	root, alike := common(folders), len(names) < len(notebooks)
	for i, folder := range folders {
		folders[i] = "."
		if alike {
			rel, err := filepath.Rel(root, folder)
			if err != nil {
				return nil, err
			}
			folders[i] = rel
		}
	}
	return folders, nil
}

// common is the deepest folder that holds all folders.
func common(folders []string) string {
	root := folders[0]
	for _, folder := range folders {
		for root != folder && !strings.HasPrefix(folder, strings.TrimSuffix(root, string(filepath.Separator))+string(filepath.Separator)) {
			root = filepath.Dir(root)
		}
	}
	return root
}

// noneReplaced errors if an executed notebook would take the place of a source.
func noneReplaced(jobs []*kernel.Job) error {
	for _, j := range jobs {
		target, err := os.Stat(j.Target())
		if err != nil {
			continue // nothing is there to be replaced
		}
		for _, other := range jobs {
			if source, err := os.Stat(other.Path()); err == nil && os.SameFile(target, source) {
				return fmt.Errorf("%s: the executed notebook would replace %s; choose another folder with -o", j.Path(), other.Path())
			}
		}
	}
	return nil
}
