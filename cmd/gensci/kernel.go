package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/gomlx/compute"
	"github.com/spf13/cobra"

	"github.com/gensci/gensci/backend"
	"github.com/gensci/gensci/kernel"
)

func newKernel() *cobra.Command {
	return &cobra.Command{
		Use:   "kernel [CONNECTION_FILE]",
		Short: "Serve a notebook (Jupyter starts this)",
		Long: `Kernel serves Jupyter's protocol on the sockets that a connection file names. Without one it makes one, and prints its path; it keeps no history then.
When it ends, or is killed, nothing is left of it and of what its cells have started.`,
		Example: `  gensci kernel /run/user/1000/jupyter/kernel-1.json
  gensci kernel        # then, elsewhere: jupyter console --existing PATH`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			status, err := kernel.Keep(strings.Join(args, ""))
			if err == nil && status != 0 {
				err = exitStatus(status)
			}
			return err
		},
	}
}

func newFront() *cobra.Command {
	return &cobra.Command{
		Use:    "front CONNECTION_FILE FOLDER",
		Short:  "Do what a kernel does (the kernel starts this)",
		Args:   cobra.ExactArgs(2),
		Hidden: true, // it needs the kernel's other process, which cleans up behind it
		RunE: func(_ *cobra.Command, args []string) error {
			chooseEngine()
			return kernel.Serve(args[0], args[1], kernel.Environment{})
		},
	}
}

// chooseEngine decides once for all cells which engine computes for them: this program's, in a session server. Where that is pure Go for want of
// XLA the advice to get it is given here, on the standard error of the kernel.
func chooseEngine() (what string) {
	d := backend.Describe()
	switch {
	case d.Config != "":
		return "computed with " + d.Config
	case d.HasXLA && d.Err == nil:
		return "computed with XLA " + d.Plugin
	}
	fmt.Fprintf(os.Stderr, "gensci: notebooks compute in pure Go; `%s` gets XLA, which is several times faster\n", setupCommand)
	os.Setenv(compute.ConfigEnvVar, "go")
	return "computed in pure Go"
}
