// Package wire is the language between a program and its session server: frames on a private socket, the messages in them, and the
// encoding of computations.
//
// A frame is a length (4 bytes, little endian), a kind (1 byte) and a body. Whoever connects says [Hello] first and is answered by [Welcome] or
// [Failure]. Messages of one connection are served in order. Those that ask for something (Compile, Fetch, Publish, …) are answered by one
// frame each, in order; the others (Upload, Execute, Free) are not answered, and what goes wrong with them comes out when a result is asked for.
//
// Handles of buffers and programs are numbers that the client chooses and never uses twice.
//
// Everything that is read is checked against the limits in this package: a peer that lies about a length costs an error, not memory.
package wire
