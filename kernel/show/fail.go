package show

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"strconv"
	"strings"

	"github.com/gensci/gensci/kernel/display"
	"github.com/gensci/gensci/kernel/keep"
)

// failureKey is for the kernel (package front): the display is the sentence that the cell's program ends with.
const failureKey = "application/vnd.gensci.failure"

// Fail ends the cell with an error's sentence, and exit status 1; variables keep the values that they have then. If the error has a stack, as
// those of GoMLX have, the line of the cell follows in which it was made, otherwise that which called.
func Fail(err error) {
	before, sentence := lastLine(err.Error())
	if before != "" {
		fmt.Fprintln(os.Stderr, before)
	}
	sentence = "error: " + sentence
	at := made(err)
	if at == "" {
		at = caller()
	}
	if at != "" {
		sentence += "\n    " + at
	}
	if display.InNotebook() { // the kernel makes it the cell's error: on standard error it would be read twice
		display.Send("", map[string]any{failureKey: sentence})
	} else {
		fmt.Fprintln(os.Stderr, sentence)
	}
	keep.Exit(1)
}

// Broken is why a value that says itself how it looks has nothing to show, as a figure of package plots whose data don't fit together; nil for
// all that can be shown. Whoever shows such a value ends the cell with it (Fail): a picture that is missing is no success.
func Broken(v any) error {
	picture, ok := v.(interface {
		Bundler
		Err() error
	})
	if r := reflect.ValueOf(v); !ok || r.Kind() == reflect.Pointer && r.IsNil() {
		return nil
	}
	return picture.Err()
}

// lastLine is where the sentence of an error of several lines stands, as compilers of graphs make them.
func lastLine(text string) (before, last string) {
	text = strings.TrimSpace(text)
	if at := strings.LastIndexByte(text, '\n'); at >= 0 {
		return text[:at], text[at+1:]
	}
	return "", text
}

// made is the innermost line of a cell in the stack of an error or of one that it wraps, "cell 3, line 7".
func made(err error) string {
	for ; err != nil; err = errors.Unwrap(err) {
		for line := range strings.Lines(fmt.Sprintf("%+v", err)) {
			if at := inCell(line); at != "" {
				return at
			}
		}
	}
	return ""
}

// caller is the innermost line of a cell that led here, "cell 3, line 7".
func caller() string {
	var pcs [64]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs[:])])
	for {
		f, more := frames.Next()
		if at := inCell("\t" + f.File + ":" + strconv.Itoa(f.Line)); at != "" || !more {
			return at
		}
	}
}

// inCell reads the place of a frame in a cell: an indented line that is a path and ends with "cell[3]:7". It is "" for other lines.
func inCell(line string) string {
	place := strings.TrimSpace(line)
	if strings.TrimLeft(line, " \t") == line || strings.ContainsAny(place, " \t") {
		return ""
	}
	place = place[strings.LastIndexAny(place, `/\`)+1:]
	rest, isCell := strings.CutPrefix(place, "cell[")
	number, row, found := strings.Cut(rest, "]:")
	if !isCell || !found || !digits(number) || !digits(row) {
		return ""
	}
	return "cell " + number + ", line " + row
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
