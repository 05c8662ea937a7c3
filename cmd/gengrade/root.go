package main

import (
	"github.com/spf13/cobra"

	"github.com/gensci/gensci/internal/buildinfo"
)

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "gengrade",
		Short: "A course's sheets and points, from the roster to the list for the exam office",
		Example: `  gengrade init course            # a new course; then fill in course/course.toml and course/roster.csv
  cd course
  gengrade roster import          # whenever roster.csv has changed
  gengrade release 01             # masters/01-topic.ipynb becomes what students get
  gengrade points import p.csv    # points that were marked on paper
  gengrade gradebook              # what everybody has
  gengrade admit --csv >exam.csv  # for the exam office
  gengrade backup ../course.zip   # all of it in one file`,
		Version:       buildinfo.Version(),
		Args:          cobra.NoArgs,
		SilenceErrors: true, // execute prints them
		SilenceUsage:  true, // an error is one sentence
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.PersistentFlags().StringP("course", "C", ".", "the course's folder, or one in it")
	root.PersistentFlags().String("by", "", "who does this, for the history (default: the name you are logged in with)")
	root.AddCommand(
		newInit(),
		newNew(),
		newRelease(),
		newRoster(),
		newPoints(),
		newCollect(),
		newGrade(),
		newSimilar(),
		newReview(),
		newFeedback(),
		newGradebook(),
		newAdmit(),
		newExcuse(),
		newExtend(),
		newHistory(),
		newBackup(),
		newRestore(),
		newAbout(),
		newForget(),
		newRetention(),
		newDoctor(),
		newDemo(),
		newImport(),
		newExport(),
	)
	return root
}
