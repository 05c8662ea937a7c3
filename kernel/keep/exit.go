package keep

import "os"

// current is the run of this program.
var current *run

// Exit ends the program with a status, as os.Exit does, but saves the values as they are now.
func Exit(code int) {
	if r := current; r != nil && onMain() {
		if err := r.save(Panicked); err != nil {
			say(err.Error())
		}
	}
	os.Exit(code)
}

// Zero returns the zero value of a variable's type.
func Zero[T any](T) (zero T) { return zero }
