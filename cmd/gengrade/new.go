package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/grade/release"
)

func newNew() *cobra.Command {
	return &cobra.Command{
		Use:   "new NN-TOPIC",
		Short: "Begin a sheet: a master with a cell of each kind",
		Long: `New writes masters/NN-topic.ipynb, a small master that can be released as it is: open it in JupyterLab, change it, copy its cells. Each kind of cell has its metadata
already; a copied cell needs a grade_id of its own (property inspector, the gear wheels at the right).`,
		Example: `  gengrade new 07-means
  gengrade release 07`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return withCourse(c, func(o opened) error {
				nb, err := release.Skeleton(args[0])
				if err != nil {
					return err
				}
				path := filepath.Join(o.Masters(), args[0]+".ipynb")
				if _, err := os.Lstat(path); err == nil {
					return fmt.Errorf("%s is there already", path)
				}
				if err := nb.Write(path); err != nil {
					return err
				}
				fmt.Fprintln(c.OutOrStdout(), path)
				if _, err := o.Sheet(args[0]); err != nil {
					fmt.Fprintf(c.OutOrStdout(), "now give it a block [[sheet]] with its due date in course.toml: name = %q\n", args[0])
				}
				return nil
			})
		},
	}
}
