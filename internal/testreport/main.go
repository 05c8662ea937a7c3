package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	skips := flag.Bool("skips", false, "allow skipped tests")
	flag.Parse()
	r, err := read(os.Stdin, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "testreport:", err)
		os.Exit(1)
	}
	if r.failed > 0 || (r.skips > 0 && !*skips) {
		os.Exit(1)
	}
}
