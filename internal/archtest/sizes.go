package archtest

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
)

// sizes are the lengths in lines of what a person reads at once. They are reported, never held: taste shows in the median.
type sizes struct {
	Functions []int          // sorted, of code and tests
	Files     []int          // sorted
	Long      map[string]int // files of more than 400 lines
}

// measure reads all Go files below root that readModule would.
func measure(root string) (sizes, error) {
	s := sizes{Long: map[string]int{}}
	err := walkGo(root, s.addFile)
	slices.Sort(s.Functions)
	slices.Sort(s.Files)
	return s, err
}

func (s *sizes) addFile(file, rel string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	lines := bytes.Count(text, []byte("\n"))
	s.Files = append(s.Files, lines)
	if lines > 400 {
		s.Long[rel] = lines
	}
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, file, text, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	for _, d := range f.Decls {
		if f, ok := d.(*ast.FuncDecl); ok {
			s.Functions = append(s.Functions, set.Position(f.End()).Line-set.Position(f.Pos()).Line+1)
		}
	}
	return nil
}

// quantile is the q-quantile of sorted lengths; 0 for none.
func quantile(sorted []int, q float64) int {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[int(q*float64(len(sorted)-1))]
}
