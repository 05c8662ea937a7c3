package main

import (
	"fmt"
	"os"

	"github.com/gomlx/compute"
	"github.com/spf13/cobra"

	"github.com/gensci/gensci/backend"
	"github.com/gensci/gensci/kernel"
)

func newKernel() *cobra.Command {
	return &cobra.Command{
		Use:     "kernel CONNECTION_FILE",
		Short:   "Serve a notebook (Jupyter starts this)",
		Example: "  gensci kernel /run/user/1000/jupyter/kernel-1.json",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			chooseEngine()
			return kernel.Serve(args[0], kernel.Environment{})
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
