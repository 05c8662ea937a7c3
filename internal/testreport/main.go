package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
)

func main() {
	skips := flag.Bool("skips", false, "allow skipped tests")
	foreign := flag.String("foreign", "^$", "a regular expression of tests that belong to another project's suite, which skips what an engine cannot do")
	flag.Parse()
	suite, err := regexp.Compile(*foreign)
	if err != nil {
		fmt.Fprintln(os.Stderr, "testreport: -foreign:", err)
		os.Exit(1)
	}
	r, err := read(os.Stdin, os.Stdout, suite)
	if err != nil {
		fmt.Fprintln(os.Stderr, "testreport:", err)
		os.Exit(1)
	}
	if r.failed > 0 || (r.skips > 0 && !*skips) {
		os.Exit(1)
	}
}
