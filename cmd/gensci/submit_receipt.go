package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/gensci/gensci/grade/handin"
	"github.com/gensci/gensci/internal/dirs"
)

// localTime is how receipts say when: local time with its zone.
const localTime = "2006-01-02 15:04:05 -0700"

const notSent = "Nothing was sent: upload %s where the course collects hand-ins, or mail it to who teaches it.\n"

// printReceipt prints what was handed in.
func printReceipt(w io.Writer, h handin.Handin, path string, dropped bool) {
	m := h.Manifest
	size := int64(0)
	for _, f := range m.Files {
		size += f.Size
	}
	verb := "handed in"
	if !dropped {
		verb = "packed"
	}
	fmt.Fprintf(w, "%s: %s, %d file%s, %s\n", verb, m.Sheet, len(m.Files), map[bool]string{false: "s"}[len(m.Files) == 1], kilobytes(size))
	fmt.Fprintf(w, "  as    %s\n", m.Student)
	if len(m.Group) > 0 {
		fmt.Fprintf(w, "  with  %s, who confirm with gensci submit --confirm and the file or the hash\n", strings.Join(m.Group, ", "))
	}
	fmt.Fprintf(w, "  at    %s\n  hash  %s\n  file  %s\n", m.At.Local().Format(localTime), m.Hash(), path)
	if !dropped {
		fmt.Fprintf(w, notSent, filepath.Base(path))
	}
}

func kilobytes(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d kB", (n+1023)>>10)
	}
	return megabytes(n)
}

// keepReceipt keeps a receipt in the user's data folder. That it cannot is worth a line, and no failure: the sheet is handed in.
func keepReceipt(w io.Writer, r handin.Receipt) error {
	data, err := dirs.Data()
	path := ""
	if err == nil {
		path, err = r.Keep(filepath.Join(data, "receipts"))
	}
	if err != nil {
		fmt.Fprintf(w, "note: %v; keep what stands above\n", err)
		return nil
	}
	fmt.Fprintf(w, "  kept  %s\n", path)
	return nil
}
