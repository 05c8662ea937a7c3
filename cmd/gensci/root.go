package main

import (
	"github.com/spf13/cobra"

	"github.com/gensci/gensci/internal/buildinfo"
)

// setupCommand is how messages name setup: the one form that works before anything is installed.
const setupCommand = "go run ./cmd/gensci setup"

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "gensci",
		Short: "Generative models and physics-informed learning in Go: lectures, kernel, set-up",
		Example: `  go run ./cmd/gensci demo        # sets everything up, runs the lectures, ends with a page to look at
  go run ./cmd/gensci setup       # once: builds the notebook tools, fetches the XLA plugin
  go run ./cmd/gensci lab         # opens the lectures in JupyterLab, which it installs on first use
  go run ./cmd/gensci run notebooks/*.ipynb
  go run ./cmd/gensci check exercises/00-welcome.ipynb   # the visible tests of an exercise sheet
  go run ./cmd/gensci doctor      # what is there, what is missing, what mends it
  go run ./cmd/gensci uninstall   # removes everything that setup made`,
		Version:       buildinfo.Version(),
		Args:          cobra.NoArgs,
		SilenceErrors: true, // execute prints them
		SilenceUsage:  true, // an error is one sentence
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(newSetup(), newDoctor(), newUninstall(), newRun(), newCheck(), newLab(), newDemo(), newKernel(), newFront(), newSession(), newGocache(), newSubmit())
	return root
}
