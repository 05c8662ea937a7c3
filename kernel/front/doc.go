// Package front is the kernel that Jupyter talks to: it serves Jupyter's five sockets, builds and runs Go cells, and hands what belongs to
// GoNB (magics, shell lines) to a GoNB of its own.
//
//	f, err := front.Listen(front.Options{Connection: c, Checkout: checkout, Work: folder})
//	err = f.Serve(ctx) // until it is told to shut down
//
// # Who does what
//
// One goroutine reads the shell socket and one the control socket; whatever can be answered at once is. Cells wait in a queue for the one
// goroutine that executes them: package cell makes programs of them, package build compiles and links these, and package run runs them and hands
// on their output. A request is answered when all that belongs to it has been published: output, then the error, the reply, and the
// status idle.
//
// An error is one message: its name, its first sentence, and a traceback with the place in the cell and what package hint
// has to say about it. The cells that wait behind it are aborted
// if their sender wishes so.
//
// # Controls
//
// A cell that calls nb.Interact says which controls it wants (package control). The front opens comms for their widgets (package widget), and puts what the
// function shows into displays with ids. When a front end tells of a new value, it waits in the queue of the cells, in the place of an older one of the same
// controls. Its turn makes a program of the call alone, with what is declared and kept by then ([github.com/gensci/gensci/kernel/cell.Memory.Alone]); mostly it is the one of the last
// time, and nothing is built. The program saves nothing ([github.com/gensci/gensci/kernel/keep.DryVar]), and what it shows replaces what was in the displays.
//
// JupyterLab knows displays on the page that ran the cell alone. A page that is loaded later asks for all widgets; from then on output goes into a widget
// of the box, too. Messages about a moved control have it as their parent, by which VS Code finds the cell.
//
// References: Messaging in Jupyter, protocol 5.4, https://jupyter-client.readthedocs.io/en/latest/messaging.html; the messages of widgets,
// https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md
package front
