// Package tools is a package of a notebook's author.
package tools

import (
	"github.com/google/go-cmp/cmp"

	"github.com/gensci/gensci/gen/data"
)

// Word is a word.
func Word() string { return "hello" }

// Same compares by a module of somebody else.
func Same(a, b any) bool { return cmp.Equal(a, b) }

// Noise is gensci's.
func Noise() float64 { return data.Moons{Noise: 0.25}.Noise }
