// Package system keeps an installation that serves a whole machine: whoever runs the program in it needs to read it, and nothing more.
//
//	p := system.Prefix{Folder: "/opt/gensci"}
//	unlock, err := p.Lock(ctx)
//	v, err := p.Begin()                    // a new folder, which nobody looks at yet
//	…                                      // what v.Bin() and the others name is filled
//	err = p.Publish(v, system.Record{…})   // everybody's to read, and the current one from now on
//	err = p.Sweep()                        // older ones go, unless a notebook runs on them
//
// A prefix holds versions side by side, and a link to the current one, which is replaced in one step:
//
//	current -> versions/20261105-1       what the kernelspec names
//	versions/20261105-1/
//	    installation.json                what it was made of; complete versions have it
//	    bin/                             gensci, gonb, goimports, gopls, go
//	    xla/0.0.1/                       the XLA plugin
//	    checkout/                        the sources that cells import
//	    go/mod/, go/build/               Go's modules and what was compiled of them, see package gocache
//	    go/replace.txt                   where a workspace finds the modules
//
// A program knows its version by the folder that it lies in (dirs.Prefix), so a notebook that runs keeps the one it began with: it holds a lock
// on installation.json, which needs no right but to read.
package system
