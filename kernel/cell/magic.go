package cell

import (
	"slices"
	"strings"
)

// cellMagics are the magics of GoNB that take the rest of the cell as text.
var cellMagics = []string{"%writefile", "%script", "%bash", "%sh", "%gx"}

// wholeCell returns the cell as one Special if it begins with a cell magic. GoNB wants that in the first line; blank lines
// before it are dropped.
func wholeCell(source string) (Special, bool) {
	text := strings.TrimLeft(source, " \t\n")
	blanks := source[:len(source)-len(text)]
	if blanks != "" && !strings.HasSuffix(blanks, "\n") {
		return Special{}, false
	}
	text = strings.TrimPrefix(text, commentPrefix)
	if !strings.HasPrefix(text, "%%") {
		return Special{}, false
	}
	name := magicName(lineAt(text, 0))
	return Special{Line: 1 + strings.Count(blanks, "\n"), Name: name, Text: text}, slices.Contains(cellMagics, name)
}

// magicName is "!" for shell lines and the first word after the first % for magics.
func magicName(text string) string {
	if text[0] == '!' {
		return "!"
	}
	if words := strings.Fields(text[1:]); len(words) > 0 {
		return words[0]
	}
	return ""
}

// understood returns the magics that say how the program is made; GoNB, which does not make it, has no use for them.
func understood(text string) (mark, bool) {
	switch name := magicName(text); name {
	case "%", "main", "args", "exec", "time", "%time", "timeit", "%timeit", "%capture":
		rest := strings.TrimLeft(text[1:], " \t")[len(name):]
		return mark{name: name, args: words(rest)}, true
	}
	return mark{}, false
}

// startsMain says whether the lines after m are the body of func main.
func (m mark) startsMain() bool {
	return m.name == "%" || m.name == "main" || m.name == "%time" || m.name == "%timeit"
}

// setsArgs says whether m replaces the program's arguments.
func (m mark) setsArgs() bool {
	return m.name != "time" && m.name != "timeit" && m.name != "%timeit" && m.name != "%capture"
}

// words splits arguments at blanks. Double quotes keep blanks, and inside them \n, \t, \" and \\ have their usual meaning.
func words(text string) (list []string) {
	text = strings.ReplaceAll(text, "\\\n", " ")
	var word strings.Builder
	quoted, started := false, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			quoted, started = !quoted, true
		case quoted && c == '\\' && i+1 < len(text):
			i++
			word.WriteByte(escaped(text[i]))
		case !quoted && strings.IndexByte(" \t\n", c) >= 0:
			if started {
				list = append(list, word.String())
			}
			word.Reset()
			started = false
		default:
			word.WriteByte(c)
			started = true
		}
	}
	if started {
		list = append(list, word.String())
	}
	return list
}

func escaped(c byte) byte {
	switch c {
	case 'n':
		return '\n'
	case 't':
		return '\t'
	}
	return c
}
