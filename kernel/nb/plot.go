package nb

import "io"

// Plottable is what gonum's *plot.Plot provides; L is vg.Length, points. Naming it so keeps gonum/plot out of programs that plot nothing.
type Plottable[L ~float64] interface {
	WriterTo(w, h L, format string) (io.WriterTo, error)
}

// Plot shows plots one below the other: those of package plots as they say, with their description; others as SVG and as PNG, 16 × 10 cm
// large, or what their method Size says. What cannot be drawn is shown as an error; a figure
// of package plots that could not be made ends the cell.
func Plot[L ~float64](plots ...Plottable[L]) {
	for _, p := range plots {
		Show(p)
	}
}
