// Package history keeps the inputs of a kernel's cells across restarts, for Jupyter's history_request.
//
//	h := history.Open(history.Options{Log: os.Stderr}) // returns at once
//	defer h.Close()
//	h.Add(1, "%%\nfmt.Println(42)")                    // so does this
//	last := h.Tail(ctx, 1000)
//
// A kernel is a session; sessions count up from 1. All kernels of a user share one file, history.jsonl in gensci's data folder, one JSON
// object a line. A kernel's first line takes its number, those that follow are inputs:
//
//	{"session":7}
//	{"session":7,"line":1,"source":"%%\nfmt.Println(42)"}
//
// # What must not happen
//
// No cell waits for the file: a home folder on the network may hang for minutes. One goroutine does all that touches the file; [History.Add]
// writes to memory, and queries answer from memory. Older sessions are there once the goroutine has read the file; a query that wants them
// waits for that until its context ends, and then answers with what there is.
//
// No kernel disturbs another: who writes holds a lock, on a file beside it, and appends whole lines. The file is trimmed when a kernel opens
// it, by a new file that takes its name in one step. A kernel that is killed while it appends leaves a torn line; the next one to write
// ends it, and readers skip it.
//
// A file that cannot be read, locked or written costs one line in the log. The session's history is then kept in memory alone.
//
// # What is not kept
//
// Outputs are not (a history_request with output gets the pair of an input and null), and no second form of an input: raw or not makes no
// difference in Go. Inputs of kernels that run at the same time are seen after a restart.
//
// Reference: History, in Messaging in Jupyter, protocol 5.4, https://jupyter-client.readthedocs.io/en/latest/messaging.html#history
package history
