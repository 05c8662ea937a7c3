package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gensci/gensci/internal/buildinfo"
	"github.com/gensci/gensci/internal/replace"
	"github.com/gensci/gensci/kernel"
	"github.com/gensci/gensci/kernel/junit"
	"github.com/gensci/gensci/kernel/page"
	"github.com/gensci/gensci/kernel/pdf"
)

// reports are what run writes beside the notebooks.
type reports struct {
	junit string // a file
	html  string // a folder
	pdf   string // a folder, or a file if the notebook is one

	browser pdf.Browser // that prints
}

// indexName is the page that lists the others.
const indexName = "index"

// prepare finds out whether the reports can be written.
func (r *reports) prepare(b *batch) error {
	if r.junit != "" {
		if info, err := os.Stat(r.junit); err == nil && info.IsDir() {
			return fmt.Errorf("--junit %s is a folder; name a file", r.junit)
		}
		if err := replace.Folder(filepath.Dir(r.junit)); err != nil {
			return fmt.Errorf("--junit: %w", err)
		}
	}
	if r.pdf != "" {
		if err := r.preparePDF(b); err != nil {
			return fmt.Errorf("--pdf: %w", err)
		}
	}
	if r.html == "" {
		return nil
	}
	for i, name := range b.names {
		if name == indexName && len(b.names) > 1 {
			return fmt.Errorf("--html: the page of %s would have the name of the one that lists all; run it alone", b.jobs[i].Path())
		}
		if err := replace.Folder(filepath.Dir(r.page(name))); err != nil {
			return fmt.Errorf("--html: %w", err)
		}
	}
	return nil
}

// page is the path of a notebook's page.
func (r *reports) page(name string) string {
	return filepath.Join(r.html, filepath.FromSlash(name)+".html")
}

// write writes what was asked for, about all notebooks, however they ended.
func (r *reports) write(ctx context.Context, b *batch) error {
	var errs []error
	if r.junit != "" {
		errs = append(errs, writeJUnit(r.junit, b))
	}
	if r.html != "" {
		errs = append(errs, r.writePages(b))
	}
	if r.pdf != "" {
		errs = append(errs, r.writePDFs(ctx, b))
	}
	return errors.Join(errs...)
}

func writeJUnit(path string, b *batch) error {
	var suites []junit.Suite
	for i, j := range b.jobs {
		suites = append(suites, junit.Of(b.names[i], j.Result(), b.ends[i].err))
	}
	return junit.Write(path, suites)
}

func (r *reports) writePages(b *batch) error {
	all := page.Page{Title: "Executed notebooks", Notes: []string{"gensci " + buildinfo.Version()}}
	for i, j := range b.jobs {
		n := executed(b.names[i], j.Result(), b.ends[i])
		all.Notebooks = append(all.Notebooks, n)
		if n.File == "" {
			continue
		}
		if err := page.WriteNotebook(r.page(b.names[i]), n); err != nil {
			return err
		}
	}
	if len(b.jobs) == 1 {
		return nil
	}
	return page.WriteIndex(r.page(indexName), all)
}

// executed is a notebook for its page; File is "" if no cell was begun.
func executed(name string, r kernel.Result, e end) page.Notebook {
	n := page.Notebook{Name: name, Content: r.Notebook, Results: kernel.Results(r.Notebook), Elapsed: r.Elapsed, Cells: len(r.Cells)}
	for _, c := range r.Cells {
		if c.State == kernel.Passed {
			n.Passed++
		}
	}
	switch {
	case e.err != nil:
		n.Problem = oneLine(e.err)
	case !e.begun:
		n.Problem = "not run"
	}
	if r.Path != "" {
		n.File = name + ".html"
	}
	return n
}
