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
// References: Messaging in Jupyter, protocol 5.4, https://jupyter-client.readthedocs.io/en/latest/messaging.html
package front
