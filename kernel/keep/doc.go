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
// and starts it with the environment variable GENSCI_STATE naming the folder, one for each notebook. Before, the front calls [Prepare]; when
// the program has ended, however it did, it calls [Commit], reads [Manifest.Notes] to the user, and calls [Collect] now and then.
//
// # What a generator must do
//
//   - Variables are package-level variables without initialisers: their values are assigned in functions. What initialisers make is
//     package-level data, which is told apart from values.
//   - Vars are the variables that the cell uses or sets, and all others of their components: all Vars of [Manifest.Needs]. Those that share
//     memory are restored together, since a change of one may be one of another.
//   - A variable whose value the cell uses is Kept. One that it defines or assigns as a whole has Set, and is not Kept unless its old value is
//     used too: a cell that makes a value again must run although the old one cannot be restored. The others have neither.
//   - A variable may be Set with another type than before; what pointed to the old one keeps it.
//   - For each component that [Manifest.Needs] returns: Types as [Source] writes them, Funcs and pointers to Globals by their names, which
//     [Reference] translates. Globals should also have the exported error variables of the packages that the cell imports, so that errors.Is
//     goes on working.
//   - Loops, and functions that may recurse, call [Poll].
//   - What cannot be kept but made again (function literals, engines) are recipes: their variables are not in Vars, their source runs in Recipes.
//   - A variable in [Manifest.Lost] has no value: using it is an error, with the sentence that stands there. Package
//     [github.com/gensci/gensci/kernel/keep/static] knows types that cannot be kept before the cell is run.
//
// # What is kept
//
// All that variables lead to, with everything that is shared among them: numbers, texts, structs with their unexported fields, arrays, slices with
// their capacity, maps, pointers into all of these, interfaces whose dynamic types a program can be told of. By name alone are kept functions that
// have one (so a later definition of the name counts), standard output, errors like io.EOF, time.Local. What lives elsewhere is kept by a
// [Hook]. Not kept are channels, closures, open files, timers, locked locks and the like, and with them the variables that lead
// to them; see [Manifest.Lost]. What these share with others stays the others'. A reading of the process's own clock is taken out of times: it means nothing in another
// process.
//
// A value is restored only if its type is what it was, down to the names of fields; see [github.com/gensci/gensci/kernel/keep/shape].
//
// Large slices of numbers are not copied but mapped; runtime.SetFinalizer and weak pointers don't work on these.
//
// # Ends
//
// If Run returns, panics or calls runtime.Goexit, or was interrupted at a [Poll], the values are saved as they are then. A panic goes on as Go
// prints it. If the program is killed, calls os.Exit or log.Fatal, panics in another goroutine or dies of a fatal error (a deadlock, too deep a
// recursion), there is no proposal and the state is what it was before the cell. So it is if the values cannot be written, which ends the
// program with [ExitUnsaved], and if a value that the cell uses cannot be restored, which ends it with [ExitRefused] before Recipes.
//
// Goroutines that still run when the cell ends, end with it; [Manifest.Notes] says so. While values are saved such a goroutine should not change
// them. Go runs on one processor then, so that it hardly can, but this is no lock: if it changes a map at the wrong moment, Go ends the
// program, and the state is what it was before.
//
// # The folder
//
// It holds a manifest, which names the files that belong to the state, one for each component, and does not change them any more. A program
// writes new files, and then a proposal of a new manifest; [Commit] renames that. So whatever is killed when, the state is that before or after
// the cell. Package [github.com/gensci/gensci/kernel/keep/image] describes the files, and how memory is walked.
package keep
