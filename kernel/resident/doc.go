// Package resident keeps the process that computes for the cells of one kernel: a session server (package backend/session/server).
//
// [Start] listens on a socket and starts the process when the first cell connects. The process inherits the socket, so no cell ever meets
// a closed one: while the process starts, cells wait, and when it has died (it ran out of memory, say) or has ended because nobody came, the next
// cell starts another. It finds the named state of the one before on disk. It ends with the process that called Start, however that ends,
// and its named state with it.
//
// [Serve] is the process's side.
package resident
