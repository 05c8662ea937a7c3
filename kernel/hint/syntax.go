package hint

import "strings"

// syntaxRules are for code that does not parse, and was meant to be Go.
var syntaxRules = []rule{
	when(`^illegal rune literal`, "a text stands in double quotes, `\"…\"`: single quotes are for one character"),
	when(`^curly quotation mark`, "these quotes come from a word processor: type `\"` anew"),
	when(`^illegal character U\+0023`, "a comment begins with `//`"),
	when(`^illegal character U\+005C`, "a line goes on after an operator, a comma or an open bracket: leave out the backslash, and end the line with the operator"),
	when(`^illegal character U\+0040`, "Go has no @: a product of matrices is `graph.MatMul(x, y)`, or c.Mul(a, b) of gonum's mat"),
	whenSay(`^string literal not terminated`, unterminated),
	when(`^raw string literal not terminated`, "a backquote is missing at the end of the text"),
	when(`^(unexpected newline, expecting \{ after|expected '\{', found newline|unexpected semicolon or newline before \{)`,
		"the brace `{` belongs at the end of this line: Go ends a statement where its line ends"),
	when(`^expected statement, found 'else'`, "write `} else {` on one line: a line that ends with } ends the if"),
	when(`^missing ',' before newline in argument list`, "`//` begins a comment: whole numbers are divided by `/`, which drops the rest").within(`[\w)\]] ?// ?[\w(]`),
	when(`^missing ',' before newline in (composite literal|argument list|parameter list)`,
		"close the bracket on this line, or end the line with a comma"),
	when(`^expected ';', found '(\+\+|--)'`, "`++` and `--` are statements of their own: `x++`, then use x"),
	when(`^expected ';', found ["\w.]`, "a call needs parentheses: `$f($x)`").on(`^(?P<f>(?:fmt\.)?[pP]rint\w*) (?P<x>[^(].*)`),
	when(`^expected ';', found "`, "texts are joined by `+`").on(`["'] ["']`),
	when(`^expected '\)', found ':='`, "for, if and switch need no parentheses: `for i := 0; i < n; i++ {`").on(`^(for|if|switch) ?\(`),
	when(`^expected '\{', found '\+\+'`, "the parts of a for are set apart by semicolons: `for i := 0; i < n; i++ {`").on(`^for .*,`),
	when(`^expected boolean expression, found assignment`, "`=` assigns; to compare write `==`").on(`^(\} else )?if [^{]*[^:=!<>]=[^=]`),
	when(`^expected boolean expression, found assignment`, "`:=` makes a variable; to compare write `==`").on(`^(\} else )?if [^{]*:=`),
	when(`^expected '==', found '='`, "a map has colons: `{\"a\": 1}`").on(`map\[.*\{.*=`),
	when(`^expected '==', found '='`, "Go has no arguments by name: give all of them in their order, `f(1, 2)`").on(`\w\(.*\b\w+ ?= ?[^=]`),
	when(`^expected ('==', found '='|';', found ':=')`, "one assignment a line: `x, y := 3, 3` sets both").on(`^\w+ :?= \w+ :?= `),
	when(`^missing ',' in parameter list`, "Go has no default arguments: leave it out, or write a second function").on(`\bfunc\b.*\w+ ?= ?[^=]`),
	when(`^missing ',' in parameter list`, "no colon before a type: `func f(x float64)`").on(`\bfunc\b.*\w+ ?: ?\w`),
	when(`^expected ';', found '-'`, "the result's type follows the parentheses without an arrow: `func f(x int) int {`").on(`\bfunc\b.*->`),
	when(`^expected ';', found ','`, "a field a line, or semicolons between them: `struct { X int; Y int }`").on(`\bstruct\b`),
	when(`^expected ';', found ','`, "an import a line, without commas").on(`^import`),
	when(`^expected type, found ':'`, "no colon before a type: `x int`"),
	when(`^expected ';', found ':='`, "after var and const it is `=`, without a colon").on(`^(var|const)\b`),
	when(`^expected operand, found ':'`, "the sign is `:=`").on(`=:`),
	when(`^(unexpected comma; expecting \]|expected type, found (newline|'\{'))`, "a list has a type: `[]float64{1, 2, 3}`, or `[]float64{}` for an empty one").on(`\[[\w., ]*\]`),
	when(`^expected type, found \d`, "of a slice of slices each index has its own brackets, `$x[$i][$j]`; of a matrix of package mat it is `$x.At($i, $j)`").on(`(?P<x>[A-Za-z_]\w*)\[(?P<i>\w+), ?(?P<j>\w+)\]`),
	when(`^expected operand, found '\]'`, "the brackets go before the type: `[]int{1, 2}`").on(`\b(int|float64|string)\[\]`),
	when(`^expected operand, found '\{'`, "a dictionary has a type: `map[string]int{\"a\": 1}`; so has a list: `[]int{1, 2}`"),
	when(`^expected '\[', found '\{'`, "name the types of keys and values: `map[string]int{\"a\": 1}`").on(`\bmap ?\{`),
	when(`^expected '\)', found ','`, "Go has no tuples: a name for each value, `x, y := 1, 2`, or a struct").on(`= ?\(.*,`),
	when(`^expected operand, found 'range'`, "range stands after for alone: `for i := range 10 {`"),
	when(`^expected statement, found 'range'`, "range stands after for alone: `for i := range $n {`").on(`^range ?\(?(?P<n>[^(),]+)\)?$`),
	when(`^expected operand, found 'type'`, "the type of x is printed by `fmt.Printf(\"%T\\n\", x)`").on(`\btype\(`),
	when(`^expected type, found '\)'`, "the type of x is printed by `fmt.Printf(\"%T\\n\", $x)`").on(`^type\((?P<x>\w+)\)`),
	when(`^(import path must be a string|missing import path)`, "an import has its path in quotes: `import \"fmt\"`"),
	when(`^expected operand, found '\}'`, "the line is not finished: a value is missing after its last sign").on(`[-+*/=,(<>&|]$`),
	when(`^expected type, found newline`, "a variable needs a value or a type: `$x := 0`, or `var $x int`").on(`^var (?P<x>\w+)$`),
	when(`^expected type, found '\{'`, "say that it is a struct: `type $t struct {`").on(`^type (?P<t>\w+) ?=? ?\{`),
	when(`^expected '\[', found '\('`, "map is a type in Go; to apply a function to each element write a loop: `for _, x := range xs`").on(`\bmap\(`),
	when(`^invalid digit '[89]' in octal literal`, "a number that begins with 0 is octal: leave out the 0"),
	when(`^expected '\(', found \w+`, "inside of a function write `f := func(x int) int { … }`").on(`^func \w+`),
	when(`expression in (go|defer) must be function call`, "call the function: `func() { … }()`").on(`\}$`),
	when(`expression in (?P<word>go|defer) must be function call`, "a call needs parentheses: `$word f()`"),
	when(`^expected statement, found '[)\]]'`, "there is one closing bracket too many"),
}

// unterminated is about a text that does not end on its line.
func unterminated(f found) string {
	if strings.Contains(f.Line, `"""`) {
		return "a text over several lines stands in backquotes, one before it and one after it"
	}
	return "a text ends on its line with `\"`; one over several lines stands in backquotes"
}
