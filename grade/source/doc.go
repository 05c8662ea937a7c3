// Package source reads the source text of a sheet's cells, and holds the rules for what students may write.
//
//	text, err := source.Read("square", "func Square(x float64) float64 { return x * x }")
//	problems := text.Problems(source.Standard)
//
// Read finds imports, declarations and what they use; statements are left out, since in the grader nothing runs but functions that are called. The rules refuse what a
// solution never needs and an attack may: cgo, compiler directives, magics and shell lines, imports that are not on the list, init and main, Go's predeclared names, characters
// that make text look like something else. They are not what protects the points — that is the sandbox, and that nothing worth knowing is in it — but they
// end most mischief with one clear sentence, before anything is compiled.
package source
