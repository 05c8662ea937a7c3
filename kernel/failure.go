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
	preamble = regexp.MustCompile(`^# \S+$|^failed to run "| imports$`)                      // what comes before the reason
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

// diagnosis is the first error of the compiler as "line 3: …" with the cell's own line, or the first line that says something about
// other failures: packages that cannot be found, errors in packages of the checkout.
func diagnosis(failed *nbformat.Output) string {
	for _, entry := range failed.Traceback {
		if m := compiler.FindStringSubmatch(entry); m != nil {
			return "line " + m[1] + ": " + lastLine(entry)
		}
	}
	for _, line := range append(strings.Split(failed.ErrorValue, "\n"), failed.Traceback...) {
		if line = strings.TrimSpace(escapes.ReplaceAllString(line, "")); line != "" && !preamble.MatchString(line) {
			return sources.ReplaceAllString(line, "")
		}
	}
	return failed.ErrorValue
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

func firstLine(text string) string {
	line, _, _ := strings.Cut(escapes.ReplaceAllString(text, ""), "\n")
	return strings.TrimSpace(line)
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(escapes.ReplaceAllString(text, "")), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}
