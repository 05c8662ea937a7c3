package cell_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/gensci/gensci/kernel/cell"
)

func Example() {
	var m cell.Memory
	first, _ := m.Prepare(context.Background(), "func twice(x int) int { return 2 * x }", 1)
	first.Commit() // it would be built before

	second, _ := m.Prepare(context.Background(), "%%\nfmt.Println(twice(21))", 2)
	fmt.Println(second.Source)
	fmt.Print(second.CompileErrors("cell[2]:2:13: undefined: twice").Render())

	_, err := m.Prepare(context.Background(), "%%\nx := (1 + 2", 3)
	var errs cell.Errors
	if errors.As(err, &errs) {
		fmt.Print(errs.Render())
	}
	// Output:
	// package main
	// import _flag "flag"
	// import fmt "fmt"
	// //line cell[1]:1:1
	// func twice(x int) int { return 2 * x }
	// //line main.go:1:1
	// func main() {
	// _flag.Parse()
	// //line cell[2]:1:3
	//
	// fmt.Println(twice(21))
	// }
	//
	// cell 2, line 2: undefined: twice
	//     fmt.Println(twice(21))
	//                 ^
	// cell 3, line 2: expected ')', found newline
	//     x := (1 + 2
	//                ^
}
