package kernel

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/gensci/gensci/internal/buildinfo"
	"github.com/gensci/gensci/internal/dirs"
	"github.com/gensci/gensci/kernel/assist"
	"github.com/gensci/gensci/kernel/front"
	"github.com/gensci/gensci/kernel/history"
	"github.com/gensci/gensci/kernel/jupyter"
	"github.com/gensci/gensci/kernel/keep"
	"github.com/gensci/gensci/kernel/resident"
)

// server is what a kernel consists of in this process, with the process that computes for its cells.
type server struct {
	front     *front.Front
	engine    *resident.Owner
	history   *history.History
	assistant *assist.Assistant
	release   func() // the installation, which is not removed before
	workdir   string
	cancel    context.CancelFunc
	done      chan struct{} // closed when it serves no more
	err       error         // why; read after done
}

// start starts a kernel for cells that run in dir. workdir, a private folder, is removed at its end, and past closed.
func (e Environment) start(c jupyter.Connection, workdir, dir string, past *history.History, log io.Writer) (*server, error) {
	e, err := e.settled(dir)
	if err != nil {
		return nil, err
	}
	k := &server{workdir: workdir, release: hold(), done: make(chan struct{})}
	if k.engine, err = e.resident(workdir, log); err != nil {
		k.release()
		return nil, err
	}
	tools := goEnv(workdir)
	k.history, k.assistant = past, e.assistant(tools, workdir, log)
	env := e.variables(os.Environ(), workdir, k.engine.Socket())
	k.front, err = front.Listen(front.Options{
		Connection: c, Version: buildinfo.Version(), Checkout: e.Checkout, Dir: dir, Work: filepath.Join(workdir, "cells"), Env: env,
		Module: e.space(dir, workdir, with(env, tools), k.assistant.Use), History: past, Assistant: k.assistant, Log: log,
		Gonb:  func(file, folder string) (*exec.Cmd, error) { return e.gonb(file, folder, env) },
		Sweep: func(needed []string) error { return k.engine.Drop(keep.ExternalPrefix, needed) },
	})
	if err != nil {
		k.engine.Close()
		k.release()
		return nil, err
	}
	var ctx context.Context
	ctx, k.cancel = context.WithCancel(context.Background())
	go func() {
		k.err = k.front.Serve(ctx)
		close(k.done)
	}()
	return k, nil
}

// assistant is gopls, once somebody asks for it. What it knows of packages stays in the user's cache folder.
func (e Environment) assistant(env []string, workdir string, log io.Writer) *assist.Assistant {
	o := assist.Options{Checkout: e.Checkout, Env: env, Temp: workdir, Log: log}
	if gonb, err := FindGonb(); err == nil {
		o.Gopls = filepath.Join(filepath.Dir(gonb), "gopls")
	}
	if cache, err := dirs.Cache(); err == nil {
		o.Cache = filepath.Join(cache, "gopls")
	}
	return assist.New(o)
}

// close ends the kernel. Nothing of it is left afterwards.
func (k *server) close() {
	k.cancel()
	<-k.done
	k.engine.Close()
	k.assistant.Close()
	k.history.Close()
	k.release()
	if err := os.RemoveAll(k.workdir); err != nil {
		fmt.Fprintln(os.Stderr, "gensci: removing the kernel's temporary folder:", err)
	}
}
