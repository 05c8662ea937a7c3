package theme_test

import (
	"fmt"

	"github.com/gensci/gensci/plots/theme"
)

func ExampleTicks() {
	for _, t := range (theme.Ticks{Most: 5}).Ticks(-0.3, 1.2) {
		fmt.Print(t.Label, " ")
	}
	// Output: 0.0 0.5 1.0
}

func ExampleMap_At() {
	m := theme.Sequential()
	fmt.Println(m.At(0), m.At(1))
	// Output: {68 1 84 255} {253 231 37 255}
}
