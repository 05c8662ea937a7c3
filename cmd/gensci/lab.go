package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/internal/dirs"
	"github.com/gensci/gensci/internal/replace"
	"github.com/gensci/gensci/kernel"
	"github.com/gensci/gensci/kernel/lab"
)

// labFlags are the flags of lab.
type labFlags struct {
	python    string
	ip        string
	port      int
	noBrowser bool
	noXLA     bool
}

func newLab() *cobra.Command {
	var f labFlags
	c := &cobra.Command{
		Use:   "lab [FOLDER|NOTEBOOK] [-- JUPYTER_ARGUMENT...]",
		Short: "Open the lectures in JupyterLab, which is installed on first use",
		Long: `Lab opens a folder, or a notebook in its folder, in JupyterLab; without an argument the lectures of this checkout. Ctrl-C ends
JupyterLab and all kernels.

On first use it makes a virtual environment with JupyterLab ` + lab.Version() + ` in the user's cache folder (240 MB, half a minute), from a package index and
with the Python on PATH or that of --python; its packages are pinned by their hashes. It is always used, whatever Jupyter is on PATH. If
the kernel is not registered for this checkout, lab does first what setup does (in an installation for a whole machine it always is). Settings are kept in the user's data folder; ~/.jupyter is
neither read nor changed. gensci uninstall removes both.`,
		Example: `  go run ./cmd/gensci lab
  go run ./cmd/gensci lab notebooks/22-flows.ipynb
  go run ./cmd/gensci lab ~/work --port 9000 --no-browser
  go run ./cmd/gensci lab --python python3.12
  go run ./cmd/gensci lab -- --ServerApp.shutdown_no_activity_timeout=3600`,
		Args: func(c *cobra.Command, args []string) error {
			own, _ := splitAtDash(c, args)
			return cobra.MaximumNArgs(1)(c, own)
		},
		RunE: func(c *cobra.Command, args []string) error {
			own, jupyter := splitAtDash(c, args)
			ctx, stop := signal.NotifyContext(c.Context(), syscall.SIGHUP) // the terminal was closed
			defer stop()
			return f.lab(ctx, c, own, jupyter)
		},
	}
	c.Flags().BoolVar(&f.noBrowser, "no-browser", false, "only print the address")
	c.Flags().IntVar(&f.port, "port", 8888, "port to listen on; if it is taken, the next free one; 0 for any")
	c.Flags().StringVar(&f.ip, "ip", "localhost", "address to listen on; 0.0.0.0 lets other machines in, if they have the token")
	c.Flags().StringVar(&f.python, "python", "", "the Python to make JupyterLab's environment with (default python3 on PATH)")
	c.Flags().BoolVar(&f.noXLA, "no-xla", false, "if set-up has to be done: do not fetch the XLA plugin")
	return c
}

// splitAtDash tells our arguments from those behind --, which are JupyterLab's.
func splitAtDash(c *cobra.Command, args []string) (own, rest []string) {
	if at := c.ArgsLenAtDash(); at >= 0 {
		return args[:at], args[at:]
	}
	return args, nil
}

// lab runs JupyterLab until it is shut down or ctx ends; both are a good end.
func (f labFlags) lab(ctx context.Context, c *cobra.Command, args, jupyter []string) error {
	show := newConsole(c.ErrOrStderr())
	checkout, err := kernel.FindCheckout(".")
	if err != nil {
		return err
	}
	folder, notebook, err := whatToOpen(checkout, args, show)
	if err != nil {
		return err
	}
	if err = canListen(f.ip); err != nil {
		return err
	}
	kernels, found := findKernel(checkout)
	if !found {
		if _, err = setUp(ctx, show, !f.noXLA); err != nil {
			return err
		}
	}
	o := lab.Options{Folder: folder, Notebook: notebook, Kernels: kernels, IP: f.ip, Port: f.port, Args: jupyter, Log: os.Stderr}
	if err = f.prepare(ctx, show, &o); err != nil {
		return err
	}
	return f.serve(ctx, c, show, o)
}

// whatToOpen is a folder and, if a notebook was named, its name in it.
func whatToOpen(checkout string, args []string, show *console) (folder, notebook string, err error) {
	path := ""
	if len(args) > 0 {
		path, err = filepath.Abs(args[0])
	} else {
		path, err = lectures(checkout, show)
	}
	if err != nil {
		return "", "", err
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return "", "", fmt.Errorf("%s: there is no such folder or notebook; check the path", path)
	case info.IsDir():
		return path, "", nil
	}
	return filepath.Dir(path), filepath.Base(path), nil
}

// lectures is the folder of the checkout's, or the current one if nothing can be saved there: in an installation for a whole machine.
func lectures(checkout string, show *console) (string, error) {
	folder := filepath.Join(checkout, "notebooks")
	if _, err := os.Stat(folder); err != nil || replace.Folder(folder) == nil {
		return folder, nil
	}
	show.note("lectures", folder+" cannot be written: copy it into a folder of yours, and open that")
	return filepath.Abs(".")
}

// canListen finds out before anything is made. An asterisk is Jupyter's name for all addresses.
func canListen(ip string) error {
	if ip == "*" {
		return nil
	}
	l, err := net.Listen("tcp", net.JoinHostPort(ip, "0"))
	if err != nil {
		return fmt.Errorf("--ip %s is no address of this machine: %w", ip, err)
	}
	return l.Close()
}

// prepare makes the environment if need be.
func (f labFlags) prepare(ctx context.Context, show *console, o *lab.Options) error {
	cache, err := dirs.Cache()
	if err != nil {
		return err
	}
	data, err := dirs.Data()
	if err != nil {
		return err
	}
	o.Settings = filepath.Join(data, "lab")
	return show.step("jupyterlab", func(report func(string)) (string, error) {
		if o.Environment, err = lab.Prepare(ctx, filepath.Join(cache, "lab"), f.python, report); err != nil {
			return "", err
		}
		return lab.Version() + ", with " + o.Environment.Python(), nil
	})
}

func (f labFlags) serve(ctx context.Context, c *cobra.Command, show *console, o lab.Options) error {
	if os.Geteuid() == 0 {
		show.note("root", "cells may do whatever you may, which here is everything")
	}
	var s *lab.Server
	err := show.step("server", func(report func(string)) (_ string, err error) {
		report("starting")
		if s, err = lab.Start(ctx, o); err != nil {
			return "", err
		}
		return o.Folder, nil
	})
	if ctx.Err() != nil && s == nil {
		return errors.New("interrupted")
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(c.OutOrStdout(), s.URL)
	show.note("", "Ctrl-C ends JupyterLab and all kernels")
	if !f.noBrowser {
		go func() {
			if e := s.Open(ctx); e != nil && ctx.Err() == nil {
				show.note("browser", e.Error()+": open the address above yourself")
			}
		}()
	}
	return s.Wait(ctx)
}
