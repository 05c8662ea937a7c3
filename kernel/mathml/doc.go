// Package mathml writes formulas in TeX as MathML, which browsers show without scripts and fonts from elsewhere.
//
//	text, err := mathml.Convert(`\frac{\partial u}{\partial t} = \nu\,u_{xx}`, true)
//
// It knows the part of TeX that notebooks use, as MathJax shows it: fractions, roots, scripts, accents, delimiters that grow, matrices and
// alignments, letters of all kinds, the usual symbols. What it does not know is an error, so that the caller can show the source instead of
// half a formula; macros are not expanded.
//
// We looked for a library: those in Go either run a JavaScript engine, or misread \tfrac12 and write to standard error.
//
// References: Donald Knuth, The TeXbook, chapters 16 to 18 (classes of atoms and the space between them); MathML Core, W3C.
package mathml
