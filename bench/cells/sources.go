package main

import (
	"embed"
	"strconv"
	"strings"
)

//go:embed sources
var sources embed.FS

// first is the first cell of the notebook, with imports and helpers.
func first() string { return text("first") }

// edited is a cell with its two numbers, of which an edit changes one.
func edited(name string, steps, width int) string {
	return strings.NewReplacer("STEPS", strconv.Itoa(steps), "WIDTH", strconv.Itoa(width)).Replace(text(name))
}

func text(name string) string {
	b, err := sources.ReadFile("sources/" + name + ".txt")
	if err != nil {
		panic(err) // all names are constants of this package
	}
	return string(b)
}
