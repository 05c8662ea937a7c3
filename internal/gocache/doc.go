// Package gocache is a build cache of two folders for the go command: one that is shared and only read, and one of the user's that takes what the
// shared one lacks. The go command starts it, as GOCACHEPROG names it, and talks to it over standard input and output:
//
//	GOCACHEPROG="gensci gocache /home/ada/.cache/gensci/go /opt/gensci/current/go/build"
//
// A cache that several users may write to is no way to share one: what the go command finds there it takes without looking, so whoever writes can
// change what others build. And one that can only be read does not do either, since the go command fails where it cannot keep what it compiles.
//
// A folder holds, under the first two digits of its name, a file "ACTION-action" for each action with the number and the size of its output, and the
// output itself in "OUTPUT-output"; all numbers are hexadecimal SHA-256. Files are written aside and renamed, so that readers see whole ones. What a
// user's folder holds and nobody has used for five days is removed, as the go command does with its own.
//
// An installation is made with a cache that takes from the go command's own what is there already (Cache.Seed).
//
// Reference: cmd/go/internal/cacheprog, https://pkg.go.dev/cmd/go/internal/cacheprog (Go 1.24)
package gocache
