// Package program makes, of a sheet and what students hand in, the two kinds of programs that grading runs.
//
//	plan, err := program.New(sheet)                    // what the sheet's tests call; errors are the author's
//	checker, err := plan.Checker()                     // one for a release: the tests, and the reference for earlier parts
//	student, problems := plan.Student("test_flow", answers) // one for each submission and test: the student's code and nothing else
//	tools, err := program.Prepare(ctx, …)              // compiler, linker and compiled packages, once for a release
//	err = tools.Build(ctx, runner, student, folder)
//
// The student's program holds those of the student's declarations that the functions under test need, the declarations of the sheet's own cells, and for the functions of
// earlier cells stubs that call the checker, so that a mistake costs points once. The checker holds stubs for the functions under test, and the tests.
// In both, each stub has the signature of the release sheet.
package program
