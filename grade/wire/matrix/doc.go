// Package matrix has gonum's matrices and vectors cross between the checker and the student's process: *mat.Dense, *mat.VecDense and *mat.SymDense. Programs import it for its
// effect, where a signature of the sheet has one of them:
//
//	import _ "github.com/gensci/gensci/grade/wire/matrix"
//
// Views arrive as matrices of their own. What a function changes in a matrix that it was given is copied back if the matrix has kept its shape.
package matrix
