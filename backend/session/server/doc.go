// Package server is the session server: one process that owns an engine, compiles computations once, and keeps named tensors for the programs
// of one user, the cells of a notebook, that come and go. Package session is its client, wire the language between them.
//
// Compiled programs are kept by content. Named state is written to a folder in the background, so that the death of the server (a fault in the
// engine, the kernel's memory killer) costs at most what was published last.
package server
