package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"slices"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/course"
)

// opened is the course that a command works on, with its gradebook.
type opened struct {
	*course.Course
	book *book.Book
}

// withCourse runs a command on the course that -C names.
func withCourse(c *cobra.Command, f func(opened) error) error {
	folder, err := c.Flags().GetString("course")
	if err != nil {
		return err
	}
	o := opened{}
	if o.Course, err = course.Open(folder); err != nil {
		return err
	}
	if o.book, err = o.Book(c.Context()); err != nil {
		return err
	}
	return errors.Join(f(o), o.book.Close())
}

// who is the name in the history.
func who(c *cobra.Command) string {
	if by, _ := c.Flags().GetString("by"); by != "" {
		return by
	}
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "unknown"
}

// readFrom gives f the file, or the standard input for "-".
func readFrom(c *cobra.Command, name string, f func(name string, r io.Reader) error) error {
	if name == "-" {
		return f("standard input", c.InOrStdin())
	}
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	return f(name, file)
}

// known errs if an id is no student's; "" is no id.
func (o opened) known(ctx context.Context, id string) error {
	if id == "" {
		return nil
	}
	students, err := o.book.Students(ctx)
	if err == nil && !slices.ContainsFunc(students, func(s book.Student) bool { return s.ID == id }) {
		err = fmt.Errorf("there is no student %q in the roster", id)
	}
	return err
}
