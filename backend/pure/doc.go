// Package pure is GoMLX's engine in pure Go, without its limit on parallelism: with the limit, four large products that don't wait for each
// other wait for ever.
//
//	engine, err := pure.New("")
//
// Package backend has it unless it is built with the tag cells, as notebooks are: cells compute in the session server, and an engine of their own
// would be linked into each of them. A cell that wants one all the same imports this package, and backend.Go finds it:
//
//	import _ "github.com/gensci/gensci/backend/pure"
package pure
