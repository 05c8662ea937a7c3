package hint

import (
	"regexp"
	"strings"
)

// Trace is what a program said that died: why, and the lines of cells that led there.
type Trace struct {
	Message string  // "panic: …", "fatal error: …", "error: …"; of what goes wrong in graphs of GoMLX the sentence in the end
	Full    string  // the message as it was
	Graph   string  // the function whose graph could not be built; "" if none was, or it has no name
	Frames  []Frame // the innermost first
	Folded  int     // how many frames of libraries and of the runtime were left out

	state string // what the goroutine did, "chan send"
}

var (
	lastWords  = regexp.MustCompile(`(?m)^(panic: |fatal error: )`)
	firstWord  = regexp.MustCompile(`^(panic: |fatal error: |error: )`)
	signalLine = regexp.MustCompile(`(?m)^\[signal .*\]\n?`)
	goroutine  = regexp.MustCompile(`\n\ngoroutine \d+ .*?\[([^\]]*)\]:\n`)
	minutes    = regexp.MustCompile(`, \d+ minutes.*`)
	graphFunc  = regexp.MustCompile(`graphFn for "(?:\w+\.)?Exec:main\.(\w+)" panicked: `)
	builtThere = regexp.MustCompile(`(?s)\bcell\[(\d+)\]:(\d+): [\w ]+ built there: (.*)$`) // as the session server's client writes it
	finalizing = regexp.MustCompile(`(?s)graph\.\(\*Exec\)\.Finalize\(.*graph\.\(\*Function\)\.Return\(`)
)

// ReadPanic reads the last words of the runtime in what a program wrote to standard error: a panic or a fatal error, and the stack of the
// goroutine that it happened in. If the panic's message has a stack of its own, as errors have that are printed with %+v, that one counts: it
// leads to where the error was made. ok is false if there are no such words.
func ReadPanic(stderr string) (t Trace, ok bool) {
	all := lastWords.FindAllStringIndex(stderr, -1)
	if all == nil {
		return Trace{}, false
	}
	words := stderr[all[len(all)-1][0]:] // the program may have written such words itself, the runtime writes last
	message, calls := words, ""
	if at := goroutine.FindStringSubmatchIndex(words); at != nil {
		message, calls = words[:at[0]], words[at[1]:]
		t.state = minutes.ReplaceAllString(words[at[2]:at[3]], "")
	}
	message, _, _ = strings.Cut(message, "\n\nruntime stack:\n")
	calls, _, _ = strings.Cut(calls, "\n\n") // the other goroutines
	s := &stack{}
	message = s.inMessage(signalLine.ReplaceAllString(message, ""))
	if len(s.frames) == 0 {
		s = &stack{}
		s.all(calls)
	}
	t.set(message, s)
	if strings.HasPrefix(t.Message, "fatal error: all goroutines are asleep") && finalizing.MatchString(calls) {
		t.Message = "panic: output node 0 is part of a different graph" // GoMLX panics, and waits for itself before it can say so
	}
	return t, true
}

// ReadError reads the last words of a program that ended by itself: an error with its stack, or with the line of a cell, as package nb
// writes it; else the last line alone.
func ReadError(stderr string) Trace {
	lines := strings.Split(strings.TrimSpace(stderr), "\n")
	s := &stack{}
	message := s.inMessage(strings.Join(lines[lastError(lines):], "\n"))
	t := Trace{}
	t.set(message[strings.LastIndexByte(message, '\n')+1:], s)
	return t
}

// lastError is the line where the error begins whose stacks end the lines. Between two of them, and after the last one, stand lines of
// functions that wrapped the error.
func lastError(lines []string) int {
	first := len(lines)
	for i := len(lines) - 2; i >= 0 && first-i <= 2+mostWraps; i-- {
		if isStack(lines[i], lines[i+1]) {
			first = i
		}
	}
	if first == len(lines) {
		return max(0, len(lines)-2)
	}
	return max(0, first-1)
}

// mostWraps is how many lines may stand between two stacks of an error, or after the last one.
const mostWraps = 4

func (t *Trace) set(message string, s *stack) {
	if m := graphFunc.FindStringSubmatch(message); m != nil {
		t.Graph = m[1]
	}
	t.Full = strings.TrimSpace(message)
	if m := builtThere.FindStringSubmatch(message); m != nil {
		s.frames = append(builtAt(m[1], m[2]), s.frames...)
		message = firstWord.FindString(message) + m[3]
	}
	t.Message = firstWord.FindString(message) + Sentence(message)
	t.Frames, t.Folded = s.frames, s.folded
}

// inMessage reads the stack that is a part of a message, and returns the message without it and without what follows: where errors were wrapped
// more than one stack does, the innermost first.
func (s *stack) inMessage(message string) string {
	lines := strings.Split(message, "\n")
	for i := range lines {
		if i+1 < len(lines) && isStack(lines[i], lines[i+1]) {
			begin := i
			for ; i+1 < len(lines) && isStack(lines[i], lines[i+1]); i += 2 {
				s.read(lines[i])
				s.read(lines[i+1])
			}
			return strings.Join(lines[:begin], "\n")
		}
		if inCellOut.MatchString(lines[i]) && i > 0 {
			s.read(lines[i])
			return strings.Join(lines[:i], "\n")
		}
	}
	return message
}

var functionLine = regexp.MustCompile(`^\s*[\w./~-]+\.[\w.()*\[\]-]+$`)

// isStack says whether two lines are a frame of an error's stack.
func isStack(name, place string) bool {
	return functionLine.MatchString(name) && (inFile.MatchString(place) || inCell.MatchString(place))
}

func (s *stack) all(calls string) {
	for line := range strings.Lines(calls) {
		s.read(line)
	}
}
