// Command add computes 2 + 3 on the default engine; a test builds it in several ways.
package main

import (
	"fmt"
	"os"

	"github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/backend"
)

func main() {
	engine, err := backend.Default()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	sum, err := graph.CallOnce(engine, func(x *graph.Node) *graph.Node { return graph.AddScalar(x, 3) }, float32(2))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(engine.Name(), sum.Value())
}
