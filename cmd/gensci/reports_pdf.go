package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gensci/gensci/internal/replace"
	"github.com/gensci/gensci/kernel/pdf"
)

const pdfTail = ".pdf"

// preparePDF finds the browser that prints, and whether files can be written.
func (r *reports) preparePDF(b *batch) (err error) {
	if r.browser, err = pdf.Find(); err != nil {
		return err
	}
	if info, err := os.Stat(r.pdf); r.isFile() && err == nil && info.IsDir() {
		return fmt.Errorf("%s is a folder; name a file, or a folder whose name does not end in %s", r.pdf, pdfTail)
	}
	if r.isFile() && len(b.names) > 1 {
		return fmt.Errorf("%s is one file for %d notebooks; name a folder", r.pdf, len(b.names))
	}
	for _, name := range b.names {
		if err := replace.Folder(filepath.Dir(r.paper(name))); err != nil {
			return err
		}
	}
	return nil
}

// isFile says whether --pdf names a file, not a folder.
func (r *reports) isFile() bool { return strings.EqualFold(filepath.Ext(r.pdf), pdfTail) }

// paper is the path of a notebook's PDF.
func (r *reports) paper(name string) string {
	if r.isFile() {
		return r.pdf
	}
	return filepath.Join(r.pdf, filepath.FromSlash(name)+pdfTail)
}

// writePDFs prints the notebooks of which a cell was begun. An interrupt has ended the cells, and lets what there is be printed.
func (r *reports) writePDFs(ctx context.Context, b *batch) error {
	return b.show.step("printing", func(report func(string)) (string, error) {
		var errs []error
		printed := 0
		for i, j := range b.jobs {
			n := executed(b.names[i], j.Result(), b.ends[i])
			if n.File == "" {
				continue
			}
			report(b.names[i])
			html, err := n.HTML()
			if err == nil {
				err = r.browser.Print(context.WithoutCancel(ctx), html, r.paper(b.names[i]))
			}
			if err == nil {
				printed++
			}
			errs = append(errs, err)
		}
		return fmt.Sprintf("%d of %d", printed, len(errs)), errors.Join(errs...)
	})
}
