package build

import "regexp"

// CompileError says that the program, or a package of the module that it imports, does not compile.
type CompileError struct {
	Output string // what the compiler printed, ended by a newline; //line directives of the source decide about positions
}

func (e *CompileError) Error() string { return e.Output }

// position is how a message about the source begins; file names of //line directives may hold blanks.
var position = regexp.MustCompile(`(?m)^[^\s:][^:\n]*:\d+(:\d+)?: `)

// broken are the messages that look like errors of the source but tell of missing or outdated archives, or of a bug in the compiler.
var broken = regexp.MustCompile(`could not import |internal compiler error|object file|export data`)

// blamesSource tells whether the compiler's output is about the source it was given.
func blamesSource(output string) bool {
	return position.MatchString(output) && !broken.MatchString(output)
}
