package program

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"

	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/grade/source"
	"github.com/gensci/gensci/kernel/cell"
)

// What stands in the lines where hidden tests begin and end, as nbgrader has it.
const (
	beginHidden = "BEGIN HIDDEN TESTS"
	endHidden   = "END HIDDEN TESTS"
)

// readTest reads a test cell of a master: declarations, and one statement nb.Check(func(t *sheet.T) { … }).
func readTest(c release.Cell) (*test, error) {
	text, err := source.Read(c.ID, c.Source)
	if err != nil {
		return nil, err
	}
	code := cell.Split(c.Source).Code
	for _, piece := range cell.Outermost(code) {
		if piece.Declaration || piece.Kind == token.COMMENT {
			continue
		}
		t := &test{id: c.ID, text: text}
		return t, t.read(code, piece)
	}
	return nil, errors.New("it has no nb.Check(func(t *sheet.T) { … })")
}

// read takes the function literal out of nb.Check, and puts calls of Hide where the markers stand.
func (t *test) read(code string, piece cell.Piece) error {
	const before = "package p; func _() {"
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", before+code[piece.Start:piece.End]+"\n}", parser.SkipObjectResolution|parser.ParseComments)
	if err != nil {
		return err
	}
	var literal *ast.FuncLit
	ast.Inspect(file, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && len(call.Args) == 1 && literal == nil {
			literal, _ = call.Args[0].(*ast.FuncLit)
		}
		return literal == nil
	})
	if literal == nil || len(literal.Type.Params.List) != 1 || len(literal.Type.Params.List[0].Names) != 1 {
		return errors.New("its statement is not nb.Check(func(t *sheet.T) { … })")
	}
	start := piece.Start + files.Position(literal.Pos()).Offset - len(before)
	end := piece.Start + files.Position(literal.End()).Offset - len(before)
	param := literal.Type.Params.List[0].Names[0].Name
	body, hidden := hide(code[start:end], param, strings.Count(code[:start], beginHidden) > strings.Count(code[:start], endHidden))
	if hidden != (strings.Count(code[end:], endHidden) > strings.Count(code[end:], beginHidden)) {
		return fmt.Errorf("its markers %s and %s do not match", beginHidden, endHidden)
	}
	t.body = fmt.Sprintf("//line %s:%d\n%s", t.id, 1+strings.Count(code[:start], "\n"), body)
	uses, err := source.Read(t.id, "var _ = "+code[start:end])
	if err != nil {
		return err
	}
	t.bodyUses = &uses.Declarations[0]
	return nil
}

// hide replaces the lines with markers by calls of Hide. The text begins hidden if the whole check is; hidden at the end tells whether it is still so there.
func hide(text, param string, whole bool) (out string, hidden bool) {
	lines := strings.Split(text, "\n")
	hidden = whole
	for i, line := range lines {
		switch {
		case strings.Contains(line, beginHidden):
			lines[i], hidden = param+".Hide(true)", true
		case strings.Contains(line, endHidden):
			lines[i], hidden = param+".Hide(false)", false
		}
	}
	if whole {
		lines[0] = strings.Replace(lines[0], "{", "{ "+param+".Hide(true);", 1)
	}
	return strings.Join(lines, "\n"), hidden
}
