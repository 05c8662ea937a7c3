// Package pick chooses rows of a table by their names, for the commands that measure them.
package pick

import (
	"fmt"
	"slices"
	"strings"
)

// Rows are those with these names, comma-separated, in the table's order; "" means all.
func Rows[T any](all []T, name func(T) string, names string) ([]T, error) {
	if names == "" {
		return all, nil
	}
	var known []string
	for _, r := range all {
		known = append(known, name(r))
	}
	wanted := strings.Split(names, ",")
	for _, w := range wanted {
		if !slices.Contains(known, w) {
			return nil, fmt.Errorf("no row is called %q: want some of %s", w, strings.Join(known, ","))
		}
	}
	return slices.DeleteFunc(all, func(r T) bool { return !slices.Contains(wanted, name(r)) }), nil
}
