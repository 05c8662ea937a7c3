// Package keep keeps the values of a notebook's variables between its cells, each of which is a program of its own.
//
// A cell's program restores the variables that it uses from a folder, runs the cell's statements, and saves what they changed. Whoever
// generates such programs writes
//
//	package main
//
//	import "github.com/gensci/gensci/kernel/keep"
//
//	var x int       // from an earlier cell
//	var y []float64 // new
//	var set_y bool
//
//	func main() {
//		keep.Main(keep.Program{
//			Cell: 7,
//			Vars: []keep.Var{
//				{Name: "x", Type: "int", Ptr: &x, Kept: true},
//				{Name: "y", Type: "[]float64", Ptr: &y, Set: &set_y},
//			},
//			Run: cell,
//		})
//	}
//
//	func cell() { y = make([]float64, x); set_y = true }
//
// and starts it with the environment variable GENSCI_STATE naming the folder (mode 0700, one for each notebook). When the program has ended,
// however it did, the front calls [Commit], reads [Manifest.Notes] to the user, and calls [Collect] now and then.
//
// # What a generator must do
//
//   - Variables are package-level variables without initialisers: their values are assigned in functions. What initialisers make is
//     package-level data, which is told apart from values.
//   - Kept is true for each variable of the manifest that the cell uses, and for all that share memory with those: all Vars of
//     [Manifest.Needs]. A variable that the cell only assigns needs to be Kept only if its component has others too.
//   - A variable that the cell defines, assigns as a whole or changes the type of gets Set. If its type changes, Kept is false.
//   - For each component that [Manifest.Needs] returns: Types as [Source] writes them, Funcs and Globals by their names. Globals should also have
//     the exported error variables of the packages that the cell imports, so that errors.Is goes on working.
//   - Loops, and functions that may recurse, call [Poll].
//   - What cannot be kept but made again (function literals, engines) are recipes: their variables are not in Vars, their source runs in Recipes.
//   - A variable in [Manifest.Lost] has no value: using it is an error, with the sentence that stands there.
//
// # Ends
//
// If Run returns, panics or calls runtime.Goexit, or was interrupted at a [Poll], the values are saved as they are then. A panic goes on as Go
// prints it. If the program is killed, calls os.Exit or log.Fatal, or panics in another goroutine, there is no proposal and the state is what
// it was before the cell. So it is if the values cannot be written, which ends the program with [ExitUnsaved], and if they
// cannot be restored, which ends it with [ExitRefused] before Recipes.
//
// Package [github.com/gensci/gensci/kernel/keep/image] describes the files, and how memory is walked.
package keep
