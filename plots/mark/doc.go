// Package mark holds what is drawn between the axes of a picture: lines, areas, dots, cells of colour, arrows, contours, rules.
//
// Package plots makes pictures of them; whoever needs another one implements [Mark]. A mark holds its data in exported fields, draws
// itself on a gonum/plot canvas, and says how far it reaches and what a reader who cannot see it should know. Values that are NaN or
// infinite, or not positive on a logarithmic axis, are left out and counted.
//
//	l := &mark.Line{X: []float64{0, 1, 2}, Y: []float64{1, 4, 2}}
//	l.Extent()                  // x 0 … 2, y 1 … 4
//	l.About(mark.Axes{}).Text   // 3 points, rises from 1 to 2, highest 4 at 1
//
// Many dots, cells and images are painted as pixels (see Canvas), which is fast and small; few as shapes.
package mark
