// Package libraries has tests alone: values of the standard library and of gonum go through package keep and are used afterwards, or are
// refused with a sentence.
package libraries
