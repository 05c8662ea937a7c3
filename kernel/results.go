package kernel

import (
	"github.com/gensci/gensci/internal/nbformat"
	"github.com/gensci/gensci/kernel/nb/result"
)

// Results returns the rows that nb.Result wrote, in the order of the notebook. What is not such a row is left out.
func Results(n *nbformat.Notebook) []result.Row {
	var rows []result.Row
	for _, c := range n.Cells {
		for _, o := range c.Outputs {
			bundle, ok := o.Data[result.MIME]
			if !ok {
				continue
			}
			if row, err := result.Parse(bundle); err == nil {
				rows = append(rows, row)
			}
		}
	}
	return rows
}
