package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/grade/book"
)

func newExcuse() *cobra.Command {
	var reason string
	var back bool
	c := &cobra.Command{
		Use:   "excuse SHEET STUDENT",
		Short: "Excuse a student from a sheet: it leaves their maximum",
		Example: `  gengrade excuse 22 1234567 --reason "ill, note of 1 December"
  gengrade excuse 22 1234567 --undo`,
		Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			return withCourse(c, func(o opened) error {
				s, err := o.Sheet(args[0])
				if err != nil {
					return err
				}
				if back {
					err = o.book.Unexcuse(c.Context(), s.Name, args[1], who(c))
				} else {
					err = o.book.Excuse(c.Context(), book.Excuse{Sheet: s.Name, Student: args[1], Reason: reason}, who(c))
				}
				if err == nil {
					fmt.Fprintf(c.OutOrStdout(), "%s is %s from %s\n", args[1], map[bool]string{true: "no longer excused", false: "excused"}[back], s.Name)
				}
				return err
			})
		},
	}
	c.Flags().StringVar(&reason, "reason", "", "why; needed")
	c.Flags().BoolVar(&back, "undo", false, "take the excuse back")
	return c
}

func newExtend() *cobra.Command {
	var reason string
	var back, second bool
	c := &cobra.Command{
		Use:   "extend SHEET STUDENT [DUE]",
		Short: "Give a student a due date of their own",
		Example: `  gengrade extend 22 1234567 "2026-12-03 18:00" --reason "ill"
  gengrade extend 22 1234567 --undo`,
		Args: cobra.RangeArgs(2, 3),
		RunE: func(c *cobra.Command, args []string) error {
			if back == (len(args) == 3) {
				return fmt.Errorf("say either until when, or --undo")
			}
			return withCourse(c, func(o opened) error {
				s, err := o.Sheet(args[0])
				if err != nil {
					return err
				}
				e := book.Extension{Sheet: s.Name, Student: args[1], Round: 1, Reason: reason}
				if second {
					e.Round = 2
				}
				text := "has the due date of all others again"
				if !back {
					if e.Due, err = o.Time(args[2]); err != nil {
						return err
					}
					text = "may hand in until " + e.Due.Format("2006-01-02 15:04 MST")
				}
				if err := o.book.Extend(c.Context(), e, who(c)); err != nil {
					return err
				}
				fmt.Fprintf(c.OutOrStdout(), "%s %s, %s\n", args[1], text, s.Name)
				return nil
			})
		},
	}
	c.Flags().StringVar(&reason, "reason", "", "why")
	c.Flags().BoolVar(&back, "undo", false, "take the extension back")
	c.Flags().BoolVar(&second, "second", false, "of the second hand-in")
	return c
}
