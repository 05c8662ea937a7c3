package kernel

import (
	"slices"

	"github.com/gensci/gensci/internal/nbformat"
)

// failure is the first sentence of a cell's error.
func failure(cell *nbformat.Cell) string {
	at := slices.IndexFunc(cell.Outputs, func(o nbformat.Output) bool { return o.Type == nbformat.Error })
	if at < 0 {
		return "the kernel reported an error without saying which"
	}
	return cell.Outputs[at].ErrorValue
}
