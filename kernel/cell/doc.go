// Package cell turns the source of a notebook's cell into a complete Go program, and remembers declarations between cells.
//
// It builds and runs nothing: [Memory.Prepare] returns a [Program], whoever compiles it calls [Program.Commit], and only then are the
// cell's declarations remembered. So a cell with an error anywhere leaves no trace.
//
//	var m cell.Memory
//	p, err := m.Prepare("func twice(x int) int { return 2 * x }\n\n%%\nfmt.Println(twice(21))", 1)
//	if err != nil { // cell.Errors: syntax errors, with the places in the cell
//		return err
//	}
//	output, err := build(p.Source)
//	if err != nil {
//		return p.CompileErrors(output) // the compiler's, with the places in this cell or an earlier one
//	}
//	p.Commit()
//
// # Cells
//
// Imports, declarations and statements stand in any order. Statements run once, in their order; the variables that they define at the outermost
// level are known to the functions of this and later cells, and keep their values: the program is made to restore and save them (package
// [github.com/gensci/gensci/kernel/keep]). What their types are, the type checker says ([Memory.Importer]), so that a cell with an error is not even built.
// The steps are: read (split into declarations and statements), gather (what the program needs of earlier cells), check (types), rewrite
// (definitions become assignments of package-level variables), emit.
//
//   - The last statement, if it is an expression or a list of them, is shown; a semicolon behind it prevents that.
//   - x := y is a definition each time: x may get another type, and y may be what x was before.
//   - Functions that a cell defines by literals (f := func…), and computations that are compiled from functions, are not kept but made again from
//     their source in each program that uses them. The comment //gensci:rerun before a definition asks for that.
//   - "%%capture NAME" keeps what the cell shows in a variable, %timeit measures one statement.
//
// # GoNB's cells
//
// Without an Importer a cell is what GoNB takes for one (github.com/janpfeifer/gonb), and with one such cells mean what they do there, but for variables
// above %%, which are values: imports, constants, types, variables and functions in any order; then, if
// wanted, a line %% (or %main), after which statements follow that become func main. Lines whose first character is ! or % are no Go: shell
// lines and magics. [Split] tells the two apart. Inside raw strings and comments such lines are text, and a ! that goes on with an
// expression is an operator.
//
//   - "%% ARGS", "%main ARGS" and "%args ARGS" set the program's arguments. After %% flag.Parse() is called first.
//   - "%exec F ARGS" stands for %% and the call F().
//   - %time says that the caller shall say how long the program took; %%time is %% and %time.
//   - %%writefile, %%script, %%bash, %%sh and %%gx make the whole cell a matter of GoNB.
//
// # What is remembered
//
// Parenthesised blocks are split into their members, and each member lives until its name is declared again; functions, types, variables,
// constants and imports share one space of names, methods have the name T.M. A declaration of several names (var a, b = f(), or a block of
// constants that counts with iota or repeats expressions) stays whole: if one of its names is declared again, that name alone becomes _ in
// the old declaration, so that the others keep their values. Methods stay when their type is declared again.
//
//   - func main is never remembered, and neither are declarations of _: they belong to their cell.
//   - func init_x (any x) is remembered and called before main of every later cell, in the order of the names. All func init of a cell together
//     are remembered until a cell has a func init again; they run first. One that breaks stops every cell, until it is mended or forgotten.
//   - Blank imports are in every later program, since their effect is their purpose. A dot import is in where code uses it.
//
// A program holds all that its cell declares and of the older declarations those that are reached from it; so an old declaration that broke
// does not disturb. Imports that nothing reached uses are left out, and missing ones are filled in, see [Packages].
//
// # Places
//
// Source carries line directives, so that the compiler and stack traces say cell[3]:7:12, for cell 3, line 7, byte 12. The way back is
// [Program.CompileErrors], and [Program.Line] for stack traces; [Error.Render] shows the line with a caret.
//
// References: GoNB's tutorial and help page, https://github.com/janpfeifer/gonb; line directives,
// https://pkg.go.dev/cmd/compile#hdr-Compiler_Directives; is_complete_request,
// https://jupyter-client.readthedocs.io/en/latest/messaging.html#code-completeness
package cell
