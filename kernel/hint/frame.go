package hint

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Frame is a call that stands in a cell.
type Frame struct {
	Cell, Line int
	Func       string // "mean", "T.Mean", "a function in mean"; "" if the line stands in no function
	Calls      int    // how many calls from this line follow one another: more than one if a function calls itself
	Started    bool   // the line is the go statement that started the goroutine that died
}

// String is "cell 3, line 7, in mean".
func (f Frame) String() string {
	text := fmt.Sprintf("cell %d, line %d", f.Cell, f.Line)
	switch {
	case f.Started:
		text += ", which started it with go"
	case f.Func != "":
		text += ", in " + f.Func
	}
	if f.Calls > 1 {
		text += fmt.Sprintf(", %d calls", f.Calls)
	}
	return text
}

var (
	inCell    = regexp.MustCompile(`^\s+(?:\S*[/\\])?cell\[(\d+)\]:(\d+)(?: \+0x.*)?$`)
	inCellOut = regexp.MustCompile(`^\s+cell (\d+), line (\d+)$`) // as package nb writes it
	inFile    = regexp.MustCompile(`^\s+\S.*:\d+(?: \+0x.*)?$`)
	elided    = regexp.MustCompile(`^\s*\.\.\.(\d+) frames elided\.\.\.$`)
)

// stack reads frames; it is what a stack of the runtime and one of an error (github.com/pkg/errors) have in common: a line with a function,
// and an indented one with a file and a line.
type stack struct {
	frames []Frame
	folded int
	name   string // of the function whose place is awaited
}

func (s *stack) read(line string) {
	line = strings.TrimRight(line, "\r\n")
	if m := inCellOut.FindStringSubmatch(line); m != nil {
		s.name = ""
		s.add(m[1], m[2])
	} else if m = inCell.FindStringSubmatch(line); m != nil {
		s.add(m[1], m[2])
	} else if m = elided.FindStringSubmatch(line); m != nil {
		s.leftOut(m[1])
	} else if inFile.MatchString(line) {
		if !generated(s.name) {
			s.folded++
		}
	} else {
		s.name = strings.TrimSpace(line)
	}
}

func (s *stack) add(cell, line string) {
	f := Frame{Calls: 1}
	f.Cell, _ = strconv.Atoi(cell) // digits
	f.Line, _ = strconv.Atoi(line)
	name, started := strings.CutPrefix(s.name, "created by ")
	f.Func, f.Started = function(name), started
	if last := len(s.frames) - 1; last >= 0 && s.frames[last].same(f) {
		s.frames[last].Calls++
		return
	}
	s.frames = append(s.frames, f)
}

// builtAt is the frame of a place that stands in a message.
func builtAt(cell, line string) []Frame {
	s := &stack{}
	s.add(cell, line)
	return s.frames
}

func (f Frame) same(g Frame) bool {
	f.Calls = g.Calls
	return f == g
}

// leftOut counts frames that the runtime does not write. It does that for calls without an end, so they are taken for those before them.
func (s *stack) leftOut(n string) {
	count, _ := strconv.Atoi(n) // digits
	if last := len(s.frames) - 1; last >= 0 && s.frames[last].Calls > 1 {
		s.frames[last].Calls += count
		return
	}
	s.folded += count
}

// generated says whether a function is one that the kernel writes around the cells.
func generated(name string) bool {
	for _, prefix := range []string{"main.main", "main._cell", "main.init", "github.com/gensci/gensci/kernel/keep."} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

var (
	goroutineOf = regexp.MustCompile(` in goroutine \d+$`)
	literal     = regexp.MustCompile(`\.(func|gowrap|deferwrap)\d+(\.\d+)*`)
	loopBody    = regexp.MustCompile(`-range\d+`)
	outer       = regexp.MustCompile(`^(main\.|_cell\.)+`) // a literal goes by the name of what it was inlined into, too
	brackets    = regexp.MustCompile(`\[.*\]`)
)

// function is how a function is shown whose name the runtime gives with package and arguments: main.(*T).Mean(0xc000012345) is T.Mean.
func function(name string) string {
	name = goroutineOf.ReplaceAllString(name, "")
	if strings.HasSuffix(name, ")") {
		name = name[:strings.LastIndexByte(name, '(')]
	}
	name = loopBody.ReplaceAllString(brackets.ReplaceAllString(strings.TrimPrefix(name, "main."), ""), "")
	inner := literal.MatchString(name)
	if inner {
		name = outer.ReplaceAllString(name[:literal.FindStringIndex(name)[0]], "")
	}
	name = strings.NewReplacer("(*", "", ")", "").Replace(name)
	top := name == "" || name == "main" || name == "_cell" || name == "init" || strings.HasPrefix(name, "init.")
	switch {
	case top && inner:
		return "a function without a name"
	case top:
		return ""
	case inner:
		return "a function in " + name
	}
	return name
}
