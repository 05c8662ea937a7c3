// Package release makes of an author's master notebook what students get, and finds in what they hand in the answers.
//
//	sheet, err := release.Read(master, "01-gradients")   // says in one sentence what is wrong with a master
//	students := sheet.Notebook()                         // stubs for solutions, no hidden tests, no mark schemes
//	answers, err := release.ReadAnswers(sheet, handedIn) // the texts of solutions by grade_id, and remarks
//
// # The master
//
// A master is a Go notebook whose cells have nbgrader's metadata (package [github.com/gensci/gensci/grade/nbgrader]) and ours under metadata.gensci. Its cells are
//
//	given     text, types, helper functions: code or markdown that is not graded, perhaps locked
//	solution  declarations of Go, with the bodies that students write between // BEGIN SOLUTION and // END SOLUTION
//	test      one nb.Check(func(t *sheet.T) { … }), perhaps with imports and declarations; what lies between // BEGIN HIDDEN TESTS and // END HIDDEN TESTS stays secret
//	manual    an answer that a person marks, code or markdown; what students don't get (regions as in solutions, or all of it) is its mark scheme
//	task      markdown that says what to do, marked as a whole, with a mark scheme between BEGIN MARK SCHEME and END MARK SCHEME
//
// Stubs panic, so that functions compile; in a manual cell with statements the stub is a comment, where nbgrader would put its stub for code, so that a sheet runs from top to bottom
// before anything is solved.
//
// Markers are found as nbgrader finds them: anywhere in a line, in any style of comment; the whole line goes.
//
// Cells may have metadata.gensci.title (else the nearest heading above is their title) and, if they have points, metadata.gensci.bonus: such points are earned without raising
// the maximum. The notebook may have metadata.gensci.title, .imports (import paths that solutions may use besides the usual ones) and .language ("en", "de").
package release
