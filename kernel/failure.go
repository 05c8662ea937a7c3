package kernel

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gensci/gensci/internal/nbformat"
)

var (
	crash    = regexp.MustCompile(`(?m)^(panic: |fatal error: |\^C$|exit status |signal: )`) // where a Go program's last words begin
	compiler = regexp.MustCompile(`^Cell\[\d+\]: Line (\d+)\n`)                              // GoNB's traceback of a compiler error
	ending   = regexp.MustCompile(`^(exit status \d+|signal: .*)$`)                          // what GoNB reports of a program that failed
	sources  = regexp.MustCompile(`\S*/gonb_[0-9a-f]+/`)                                     // GoNB's folder, another one in each run
	escapes  = regexp.MustCompile("\x1b\\[[0-9;]*[A-Za-z]")
)

// failure makes the error of a cell readable and returns it in one line. GoNB reports a program that failed as "exit status 2" and
// leaves the reason in stderr, and a compiler error with the place in its generated file.
func failure(cell *nbformat.Cell) string {
	at := slices.IndexFunc(cell.Outputs, func(o nbformat.Output) bool { return o.Type == nbformat.Error })
	if at < 0 {
		return "the kernel reported an error without saying which"
	}
	failed := &cell.Outputs[at]
	for i, line := range failed.Traceback {
		failed.Traceback[i] = sources.ReplaceAllString(line, "")
	}
	if ending.MatchString(failed.ErrorValue) {
		takeLastWords(cell, failed)
	} else {
		failed.ErrorValue = diagnosis(failed)
	}
	value := failed.ErrorValue
	cell.Outputs = slices.DeleteFunc(cell.Outputs, func(o nbformat.Output) bool { return o.Type == nbformat.Stream && o.Text == "" })
	return value
}

// diagnosis is the first error of the compiler as "line 3: …" with the cell's own line, or what GoNB says about other failures.
func diagnosis(failed *nbformat.Output) string {
	for _, entry := range failed.Traceback {
		if m := compiler.FindStringSubmatch(entry); m != nil {
			return "line " + m[1] + ": " + lastLine(entry)
		}
	}
	return sources.ReplaceAllString(firstLine(failed.ErrorValue), "")
}

// takeLastWords moves what the program said when it died from the cell's stderr into the error.
func takeLastWords(cell *nbformat.Cell, failed *nbformat.Output) {
	for i := len(cell.Outputs) - 1; i >= 0; i-- {
		stderr := &cell.Outputs[i]
		if stderr.Type != nbformat.Stream || stderr.Name != "stderr" {
			continue
		}
		at := crash.FindStringIndex(stderr.Text)
		if at == nil {
			return
		}
		before, words := stderr.Text[:at[0]], strings.TrimRight(stderr.Text[at[0]:], "\n")
		stderr.Text = before
		failed.Traceback = strings.Split(sources.ReplaceAllString(words, ""), "\n")
		if reason := firstLine(words); strings.HasPrefix(reason, "panic: ") || strings.HasPrefix(reason, "fatal error: ") {
			failed.ErrorName, failed.ErrorValue = "panic", reason
		} else if line := lastLine(before); line != "" {
			failed.ErrorName, failed.ErrorValue = "exit", line+" ("+failed.ErrorValue+")"
		}
		return
	}
}

// firstLine is the first line that says something; the compiler's first line names only the package.
func firstLine(text string) string {
	for _, line := range strings.Split(escapes.ReplaceAllString(text, ""), "\n") {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "# gonb_") {
			return line
		}
	}
	return ""
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(escapes.ReplaceAllString(text, "")), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}
