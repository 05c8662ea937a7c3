package plots_test

import (
	"io"

	"gonum.org/v1/plot/vg"

	"github.com/gensci/gensci/plots"
)

// What a notebook's Plot needs of a figure.
var _ interface {
	WriterTo(w, h vg.Length, format string) (io.WriterTo, error)
	Size() (w, h vg.Length)
} = (*plots.Figure)(nil)
