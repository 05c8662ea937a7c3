// Command gensci sets up what lectures need, runs them, and takes everything away again.
//
//	go run ./cmd/gensci demo        sets everything up, runs the lectures, ends with a page
//	go run ./cmd/gensci setup       builds GoNB and our kernel, fetches the XLA plugin
//	go run ./cmd/gensci lab         opens the lectures in JupyterLab
//	go run ./cmd/gensci run FILE    executes notebooks without a browser
//	go run ./cmd/gensci check FILE  runs the visible tests of an exercise sheet
//	go run ./cmd/gensci doctor      lists what is there, what is missing, and the command that mends it
//	go run ./cmd/gensci uninstall   removes what setup made
//
// Everything lives in one folder each under the XDG data and cache directories, beside Jupyter's kernelspec.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/gensci/gensci/internal/system"
)

func main() { os.Exit(execute(os.Args[1:], os.Stdout, os.Stderr)) }

// execute runs one command line and returns the exit status: 0, or 1 after one sentence on stderr, or that of the process that did it.
func execute(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	usePrefix()
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	var status exitStatus
	switch {
	case err == nil:
		return 0
	case errors.As(err, &status):
		return int(status)
	}
	fmt.Fprintln(stderr, "gensci: "+oneLine(err))
	return 1
}

// usePrefix has this program, and all that it starts, find the programs of the installation for a whole machine that it belongs to.
func usePrefix() {
	if v, ok := system.Current(); ok && !strings.HasPrefix(os.Getenv("PATH"), v.Bin()+string(filepath.ListSeparator)) {
		os.Setenv("PATH", v.Bin()+string(filepath.ListSeparator)+os.Getenv("PATH"))
	}
}

// exitStatus is that of a process that has said itself what went wrong.
type exitStatus int

func (s exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// oneLine is the error as one sentence; cobra's own errors get a hint.
func oneLine(err error) string {
	text := strings.Join(strings.Fields(err.Error()), " ")
	for _, usage := range []string{"unknown command", "unknown flag", "unknown shorthand flag", "accepts ", "requires "} {
		if strings.HasPrefix(text, usage) {
			return text + "; see gensci --help"
		}
	}
	return text
}
