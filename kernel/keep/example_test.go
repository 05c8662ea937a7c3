package keep_test

import (
	"fmt"

	"github.com/gensci/gensci/kernel/keep"
)

func ExampleMarshal() {
	type table struct {
		all, tail []float64
		largest   *float64
	}
	numbers := []float64{1, 2, 3}
	saved, err := keep.Marshal(table{all: numbers, tail: numbers[1:], largest: &numbers[2]})
	if err != nil {
		fmt.Println(err)
	}

	var t table
	if err = keep.Unmarshal(saved, &t); err != nil {
		fmt.Println(err)
	}
	*t.largest = 30 // still the same memory
	fmt.Println(t.all, t.tail)

	_, err = keep.Marshal(make(chan int))
	fmt.Println(err)
	// Output:
	// [1 2 30] [2 30]
	// the value cannot be saved: it holds a channel (chan int)
}
