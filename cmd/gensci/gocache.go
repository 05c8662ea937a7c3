package main

import (
	"github.com/spf13/cobra"

	"github.com/gensci/gensci/internal/gocache"
)

func newGocache() *cobra.Command {
	var cache gocache.Cache
	c := &cobra.Command{
		Use:    "gocache OWN [SHARED]",
		Short:  "Keep what the go command compiles (it starts this)",
		Args:   cobra.RangeArgs(1, 2),
		Hidden: true, // the go command speaks to it
		RunE: func(c *cobra.Command, args []string) error {
			cache.Own = args[0]
			if len(args) > 1 {
				cache.Shared = args[1]
			}
			return cache.Serve(c.InOrStdin(), c.OutOrStdout())
		},
	}
	c.Flags().StringVar(&cache.Seed, "seed", "", "the go command's own cache, to take from")
	return c
}
