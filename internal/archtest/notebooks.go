package archtest

import (
	"fmt"
	"path/filepath"

	"github.com/gensci/gensci/internal/nbformat"
)

// notebookFolders are where the project keeps notebooks. Those of testdata folders may hold anything.
var notebookFolders = []string{"notebooks", "exercises", "solutions"}

// checkNotebooks returns one sentence for every notebook below root that is not fit for git: outputs make its history large and
// its changes unreadable, and they go stale; they are made when the notebook is run.
func checkNotebooks(root string) ([]string, error) {
	var broken []string
	for _, folder := range notebookFolders {
		files, err := filepath.Glob(filepath.Join(root, folder, "*.ipynb"))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			nb, err := nbformat.Read(file)
			if err != nil {
				broken = append(broken, err.Error())
				continue
			}
			if why := notebookFault(nb); why != "" {
				broken = append(broken, fmt.Sprintf("%s: %s", file, why))
			}
		}
	}
	return broken, nil
}

// notebookFault says what keeps a notebook out of git; empty if nothing does.
func notebookFault(nb *nbformat.Notebook) string {
	if nb.Language() != "go" {
		return fmt.Sprintf("its language is %q, want \"go\"", nb.Language())
	}
	for n, c := range nb.Cells {
		if len(c.Outputs) > 0 || c.ExecutionCount != 0 {
			return fmt.Sprintf("cell %d was stored with its outputs or execution count; clear all outputs and save", n+1)
		}
	}
	return ""
}
