package main

import (
	"context"
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
		Use:     "kernel CONNECTION_FILE",
		Short:   "Serve a notebook (Jupyter starts this)",
		Example: "  gensci kernel /run/user/1000/jupyter/kernel-1.json",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return kernel.Serve(args[0], cellEnvironment(c.Context()))
		},
	}
}

// cellEnvironment decides once for all cells which engine they use. Without a sound plugin they are told to use pure Go, so that the advice
// to get XLA does not stand under every cell; it is given here, on the standard error of the kernel.
func cellEnvironment(ctx context.Context) kernel.Environment {
	// Huge pages spare XLA most of the page faults of its temporaries; glibc reads this at a program's start.
	if os.Getenv("GLIBC_TUNABLES") == "" {
		os.Setenv("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1")
	}
	if cellsHaveXLA(ctx) {
		return kernel.Environment{XLA: true}
	}
	if os.Getenv(compute.ConfigEnvVar) == "" {
		fmt.Fprintf(os.Stderr, "gensci: notebooks compute in pure Go; `%s` gets XLA, which is several times faster\n", setupCommand)
		os.Setenv(compute.ConfigEnvVar, "go")
	}
	return kernel.Environment{}
}

// cellsHaveXLA says whether cells would compute with XLA: the user asked for it, or there are a plugin and a C compiler.
func cellsHaveXLA(ctx context.Context) bool {
	d := backend.Describe()
	if d.Config != "" {
		return !strings.HasPrefix(d.Config, "go")
	}
	return d.Err == nil && hasCgo(ctx)
}
