// Command gengrade makes a course's sheets and keeps its points, from the roster to the list for the exam office.
//
//	gengrade init course            a new course: its folder and the course.toml that explains itself
//	gengrade roster import          takes over roster.csv
//	gengrade release SHEET          the students' notebook of a master
//	gengrade points import FILE     points that were marked on paper, or in a table
//	gengrade gradebook              what everybody has
//	gengrade admit --csv            the list for the exam office
//	gengrade backup FILE            all of the course in one file
//
// It works on the course that the working directory lies in, or the one that -C names.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

func main() { os.Exit(execute(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// execute runs one command line and returns the exit status: 0, or 1 after one sentence on stderr.
func execute(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	if err := root.ExecuteContext(ctx); err != nil {
		fmt.Fprintln(stderr, "gengrade: "+oneLine(err))
		return 1
	}
	return 0
}

// oneLine is the error as one sentence; several are separated by semicolons, and cobra's own errors get a hint.
func oneLine(err error) string {
	text := strings.ReplaceAll(strings.TrimSpace(err.Error()), "\n", "; ")
	text = strings.Join(strings.Fields(text), " ")
	for _, usage := range []string{"unknown command", "unknown flag", "unknown shorthand flag", "accepts ", "requires ", "required flag"} {
		if strings.HasPrefix(text, usage) {
			return text + "; see gengrade --help"
		}
	}
	return text
}
