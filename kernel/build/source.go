package build

import (
	"bytes"
	"errors"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
)

// source is what must be known of a program's file to build it.
type source struct {
	imports []string // paths, as written
	unfit   error    // why it cannot be built directly, or nil
}

// directives of the go command that compiler and linker alone don't know.
var directive = regexp.MustCompile(`(?m)^//go:(embed|debug|build)\b`)

// parse reads the imports of a program. A file that does not parse has those before the error: the compiler will say it.
func parse(mainGo []byte) source {
	file, _ := parser.ParseFile(token.NewFileSet(), sourceName, mainGo, parser.ImportsOnly)
	var s source
	if file != nil {
		for _, spec := range file.Imports {
			if path, err := strconv.Unquote(spec.Path.Value); err == nil {
				s.imports = append(s.imports, path)
			}
		}
	}
	for _, path := range s.imports {
		if path == "C" {
			s.unfit = errors.New("the source uses cgo")
		}
	}
	if found := directive.Find(mainGo); found != nil {
		s.unfit = errors.New("the source has a " + string(bytes.TrimSpace(found)) + " directive")
	}
	return s
}
