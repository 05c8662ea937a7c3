package hint

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// operation is x op y, or x op= y.
type operation struct {
	x, op, y string
	assigns  bool
}

var opAssign = regexp.MustCompile(`^(.+) ([-+*/%&|^]|<<|>>|&\^)= (.+)$`)

// operationOf takes an expression of a message apart. The compiler abbreviates literals; then it does not parse, and ok is false.
func operationOf(text string) (o operation, ok bool) {
	if m := opAssign.FindStringSubmatch(text); m != nil {
		return operation{m[1], m[2], m[3], true}, true
	}
	e, err := parser.ParseExprFrom(token.NewFileSet(), "", text, 0)
	b, isBinary := e.(*ast.BinaryExpr)
	if err != nil || !isBinary {
		return operation{}, false
	}
	base := e.Pos()
	return operation{x: text[b.X.Pos()-base : b.X.End()-base], op: b.Op.String(), y: text[b.Y.Pos()-base : b.Y.End()-base]}, true
}

// with writes the operation with other operands.
func (o operation) with(x, y string) string {
	if o.assigns {
		return x + " " + o.op + "= " + y
	}
	return x + " " + o.op + " " + y
}

func (o operation) compares() bool {
	return slices.Contains([]string{"==", "!=", "<", "<=", ">", ">="}, o.op)
}

var (
	wholeTypes = []string{"int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "byte", "rune", "uintptr"}
	floatTypes = []string{"float32", "float64"}
)

func isWhole(t string) bool  { return slices.Contains(wholeTypes, t) }
func isFloat(t string) bool  { return slices.Contains(floatTypes, t) }
func isNumber(t string) bool { return isWhole(t) || isFloat(t) }
func isText(t string) bool   { return t == "string" || t == "untyped string" }

// isNumeral is isNumber also for constants.
func isNumeral(t string) bool {
	return isNumber(strings.TrimPrefix(t, "untyped ")) || t == "untyped float"
}
