// Package backend decides which engine computes: XLA through its CPU plugin, or pure Go.
//
// [Default] decides once per process, in this order:
//
//  1. $GOMLX_BACKEND, if set ("go", "go:parallelism=4", "xla", "xla:/absolute/path/of/plugin.so"); a failure is an error;
//  2. the session server at the socket $GENSCI_SESSION (package session): what a notebook's kernel sets for its cells;
//  3. XLA, if this build has it and a plugin is found ([FindPlugin]);
//  4. pure Go, with one line on standard error that says what would be faster and how to get it.
//
// Importing the package registers Default with package gen, so that host calls which name no engine use it:
//
//	import _ "github.com/gensci/gensci/backend"
//
// XLA needs cgo. It is left out by CGO_ENABLED=0, by the build tag noxla, and on platforms for which go-xla has no plugin; such
// builds need no C compiler and compute in pure Go. Both engines can be used side by side in one process, but a tensor belongs to the
// engine it was first used on.
//
// A notebook's cells are built with the tag cells too: they compute in the session server, so that no engine is linked into them. [Go] is an
// error there, unless the cell imports package backend/pure.
//
// go-xla would download a plugin by itself; that is switched off here. `gensci setup` (package backend/install) fetches one, pinned
// and verified.
//
// References: OpenXLA's PJRT plugin interface (openxla.org/xla/pjrt); GoMLX's engines (github.com/gomlx/compute, github.com/gomlx/go-xla).
package backend
