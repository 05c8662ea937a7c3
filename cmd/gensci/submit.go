package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/grade/handin"
)

// submission is what the flags of submit say.
type submission struct {
	as, to  string
	group   []string
	confirm string
}

// handinVariable names the drop folder.
const handinVariable = "GENSCI_HANDIN"

func newSubmit() *cobra.Command {
	var s submission
	c := &cobra.Command{
		Use:   "submit SHEET.ipynb [FILE...]",
		Short: "Hand in a sheet",
		Long: `Submit makes one file of a sheet's notebook and of what belongs to it (scans, PDFs, pictures) and puts it where the course collects: the
folder of --to, or of $GENSCI_HANDIN, or the one that the notebook names. If there is none, the file is written beside the notebook, and you
upload or mail it. You may hand in as often as you like; the last one counts, with whatever your course has for late ones.

It says which answers are still as they were given out, and which cells are missing; it asks nothing and hands in all the same. It prints a
receipt and keeps it. A file may have 20 MB, all of them 50 MB.

Who you are comes from --as, from the notebook, from $JUPYTERHUB_USER, or is your login name. One member of a group hands in with --group;
the hand-in counts for each other member who confirms it, with the file or the hash on the receipt.`,
		Example: `  gensci submit 22-flows.ipynb
  gensci submit 22-flows.ipynb derivation.pdf --as 4711234 --group 4711235,4711236
  gensci submit --confirm 3f9a…64 digits… --as 4711235`,
		RunE: func(c *cobra.Command, args []string) error {
			switch {
			case s.confirm != "" && len(args) > 0:
				return errors.New("--confirm takes one file or hash and no notebook; see gensci submit --help")
			case s.confirm != "":
				return s.confirmed(c.OutOrStdout(), time.Now())
			case len(args) == 0:
				return errors.New("which sheet? name its notebook; see gensci submit --help")
			}
			return s.handIn(c.OutOrStdout(), args[0], args[1:], time.Now())
		},
	}
	c.Flags().StringVar(&s.as, "as", "", "your id: matriculation number or user name")
	c.Flags().StringSliceVar(&s.group, "group", nil, "ids of the other members of your group")
	c.Flags().StringVar(&s.to, "to", "", "the folder in which the course collects")
	c.Flags().StringVar(&s.confirm, "confirm", "", "confirm a hand-in of your group: its file, or its hash")
	return c
}

// handIn makes the file and puts it into its place.
func (s submission) handIn(w io.Writer, notebook string, files []string, now time.Time) error {
	sheet, err := handin.ReadSheet(notebook)
	if err != nil {
		return err
	}
	var more []handin.Content
	for _, path := range files {
		f := handin.Content{Name: filepath.Base(path)}
		if f.Data, err = handin.ReadFile(path); err != nil {
			return err
		}
		more = append(more, f)
	}
	h, err := handin.New(sheet, s.student(sheet.Student), s.group, now, more)
	if err != nil {
		return fmt.Errorf("nothing was handed in: %w", err)
	}
	stands(w, sheet)
	path, dropped, err := s.put(h, sheet.Folder, filepath.Dir(notebook))
	if err != nil {
		return fmt.Errorf("nothing was handed in: %w", err)
	}
	printReceipt(w, h, path, dropped)
	return keepReceipt(w, handin.Receipt{Manifest: h.Manifest, Hash: h.Manifest.Hash(), Written: path})
}

// student is who hands in; own is whose the notebook says it is.
func (s submission) student(own string) string {
	if id := cmp.Or(s.as, own, os.Getenv("JUPYTERHUB_USER")); id != "" {
		return id
	}
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return os.Getenv("USER")
}

// stands says what stands out in a notebook.
func stands(w io.Writer, sheet handin.Sheet) {
	for _, part := range []struct {
		ids  []string
		what string
	}{
		{sheet.Stubs, "not answered yet"},
		{sheet.Deleted, "deleted; take them from the sheet as it was given out"},
		{sheet.Doubled, "there twice; the first one counts"},
	} {
		if len(part.ids) > 0 {
			fmt.Fprintf(w, "note: %s: %s\n", strings.Join(part.ids, ", "), part.what)
		}
	}
}

// put writes a hand-in into the drop folder, or beside the notebook if there is none.
func (s submission) put(h handin.Handin, named, beside string) (path string, dropped bool, err error) {
	folder := cmp.Or(s.to, os.Getenv(handinVariable), named)
	if folder == "" {
		path, err = handin.Beside(beside, h)
		return path, false, err
	}
	if err = isFolder(folder); err != nil {
		return "", false, err
	}
	path, err = handin.Drop(folder, h)
	return path, true, err
}

func isFolder(path string) error {
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		return fmt.Errorf("there is no folder %s to hand in to; name another with --to, or ask who teaches the course", path)
	}
	return nil
}
