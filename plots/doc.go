// Package plots draws what the library computes, with gonum/plot:
//
//	plots.Samples(data, drawn)                 scatter plots side by side
//	plots.Density(m, law)                      a model's density beside the exact one
//	plots.History(h)                           the loss of a training run
//	plots.Map(sol), plots.Slices(sol, "t", .5) the solution of a differential equation
//	plots.Against(sol, exact.Burgers{})        … and its error
//
// Each returns a [Figure], which nb.Plot shows in a notebook and Save writes as PNG or SVG. What goes wrong on the way
// (a model that gives NaN, tables without columns) is kept in the figure and comes out when it is drawn, so that calls fit
// into one line.
//
//	nb.Plot(plots.Map(sol), plots.History(sol.History))
//	err := plots.Map(sol).Save("burgers.png")
//
// Colours are safe for the colour-blind and maps grow evenly in lightness: sequential for densities and errors, diverging
// around zero for fields with both signs.
//
// References: Okabe and Ito, Color Universal Design, 2008 (colours of lines); Moreland, Diverging Color Maps for
// Scientific Visualization, 2009.
package plots
