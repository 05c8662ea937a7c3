package main

import (
	"github.com/spf13/cobra"

	"github.com/gensci/gensci/backend"
	"github.com/gensci/gensci/kernel/resident"
)

func newSession() *cobra.Command {
	return &cobra.Command{
		Use:    "session STATE_FOLDER",
		Short:  "Compute for the cells of a notebook (the kernel starts this)",
		Args:   cobra.ExactArgs(1),
		Hidden: true, // it needs the socket that the kernel passes
		RunE: func(c *cobra.Command, args []string) error {
			return resident.Serve(c.Context(), args[0], backend.Default, backend.GiveBack)
		},
	}
}
