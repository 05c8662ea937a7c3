package kernel

import (
	"os"
	"path/filepath"

	"github.com/gensci/gensci/internal/system"
	"github.com/gensci/gensci/kernel/module"
)

// space is where the cells of a notebook in dir are built: with the checkout alone, or with the module that the notebook lies in. env is the
// environment of the first way. In an installation for a whole machine the second one has a module cache of the user's, since the other cannot take
// what the user's module requires; gensci's own modules stay where they are.
func (e Environment) space(dir, workdir string, env []string, changed func([]string, string)) *module.Space {
	o := module.Options{
		Dir: dir, Checkout: e.Checkout, Work: filepath.Join(workdir, "cells"), Env: env, Packages: packagesOf(e.Checkout), Changed: changed,
	}
	if v, ok := system.Current(); ok {
		o.Proxy, o.Fixed = v.Proxy(), []string{v.Modules()}
		o.Workspace = []string{"GOMODCACHE=" + os.Getenv("GOMODCACHE"), "GOPROXY=" + v.Proxy() + ",off"}
		if text, err := os.ReadFile(v.Replacements()); err == nil { // without them modules are unpacked once more
			o.Replace = string(text)
		}
	}
	return module.New(o)
}

// hold keeps the installation from being removed while the kernel runs.
func hold() (release func()) {
	if v, ok := system.Current(); ok {
		return v.Hold()
	}
	return func() {}
}
