// Package plots draws what the library computes, with gonum/plot. Every function takes numbers and returns a [Figure], which a notebook
// shows and Save writes as PNG or SVG:
//
//	nb.Plot(plots.Map(sol), plots.History(sol.History))
//	err := plots.Map(sol).Save("burgers.png")
//
// Results of this library:
//
//	Samples(data, drawn)  Density(m, law)  History(h)  Map(sol)  Slices(sol, "t", .5)  Against(sol, exact.Burgers{})
//	ErrorMap(sol, exact.Burgers{})  ResidualMap(sol, "equation")  Terms(sol)  Points(problem, tables...)
//
// Numbers of any origin; tables are *mat.Dense with a row for each example, functions are func(x, y float64) float64:
//
//	Line  Band  ErrorBars  Curve  HLine  VLine  Bars        curves over x, with errors
//	Scatter  ScatterBy  Classes  Histogram2D                points in the plane
//	HeatMap  Contour  Regions  Matrix  Compare              functions of the plane, matrices
//	VectorField  Streamlines                                vector fields
//	Histogram  HistogramAgainst  Corner                     distributions
//	Coverage  Calibration  Ranks  RankECDF                  is a posterior, a classifier calibrated?
//	Spectrum  Eigenvalues  Images                           on logarithmic axes; digits and samples
//
// Figures are combined: [Over] lays them over each other, [Grid] puts them side by side, [Animate] one after the other. Methods set what
// the defaults don't suit, and can be chained:
//
//	plots.Over(plots.DensityIn(m, lo, hi), plots.Scatter(x)).Titles("two moons").Names("data")
//	plots.Line(k, error, bound).Names("error", "bound").Labels("step h", "error").LogX().LogY()
//	plots.Grid(2, a, b, c, d).SharedAxes()
//
// What goes wrong on the way (a table without columns, a model that gives nothing but NaN) is kept in the figure and comes out when it is
// drawn, so that calls fit into one line. Single values that are NaN or infinite, and those that are not positive on a logarithmic axis,
// are left out and counted in a line under the picture.
//
// # What a notebook gets
//
// MimeBundle has the picture and its description for those who cannot see it: SVG where there is little to draw (up to 1200 shapes and 200 kB),
// and always PNG with 192 pixels per inch, 256 colours and at most 700 kB; what would be larger has fewer pixels. Animations
// are animated PNGs of at most 1.5 MB. The description is made from titles, axes and data, or set by Alt; it is the SVG's aria-label, a
// text in the PNG, and the metadata of MimeMetadata. Nothing is loaded from anywhere, and equal input gives equal bytes.
//
// Colours are safe for the colour-blind and maps grow evenly in lightness: sequential for densities, diverging around zero for what has both signs.
// Package theme says how pictures look and why, package mark how a new kind is made.
//
// References: Talts et al., Validating Bayesian inference algorithms with simulation-based calibration, 2018 (ranks); Säilynoja, Bürkner and
// Vehtari, Statistics and Computing 32, 2022 (bands of distributions); Hermans et al., A trust crisis in simulation-based inference?, TMLR
// 2022 (expected coverage); Scott, Multivariate density estimation, 1992 (bandwidths); Freedman and Diaconis, 1981 (bins); Jobard and Lefer,
// 1997 (streamlines).
package plots
