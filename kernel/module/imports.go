package module

import (
	"go/parser"
	"go/token"
	"strconv"
)

// imports are the paths that a program imports. One that does not parse imports what it does before the error.
func imports(source []byte) (paths []string) {
	file, _ := parser.ParseFile(token.NewFileSet(), "", source, parser.ImportsOnly)
	if file == nil {
		return nil
	}
	for _, spec := range file.Imports {
		if path, err := strconv.Unquote(spec.Path.Value); err == nil {
			paths = append(paths, path)
		}
	}
	return paths
}
