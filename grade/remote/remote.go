// Package remote is what the program of a student's functions is linked with: it serves them to the checker, over two pipes that it finds at descriptors 3 (calls) and 4
// (answers). It holds no inputs, no expected values, no points and no tests.
package remote

import (
	"fmt"
	"os"

	"github.com/gensci/gensci/grade/wire"
)

// Functions are functions by name, or pointers to functions.
type Functions []struct {
	Name  string
	Value any
}

// The descriptors of the pipes.
const (
	callsFile   = 3
	answersFile = 4
)

// Main serves functions until the checker closes its end, after it has set references, which are pointers to functions, to what calls the checker's. It ends the process.
func Main(functions, references Functions) {
	s := wire.NewServer(os.NewFile(callsFile, "calls"), os.NewFile(answersFile, "answers"))
	for _, f := range functions {
		s.Serve(f.Name, f.Value)
	}
	for _, r := range references {
		s.Stub(r.Name, r.Value)
	}
	if err := s.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "the checker's messages do not make sense:", err)
		os.Exit(1)
	}
	os.Exit(0)
}
