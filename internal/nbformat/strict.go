package nbformat

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// What real notebooks stay far below. Files that are made to exhaust memory don't.
const (
	maxDepth  = 200
	maxValues = 4 << 20
)

// The keys of the objects that the format describes. Their other spellings are refused: Go would read "CELLS" for "cells", and Jupyter something else.
var (
	fileKeys   = []string{"cells", "metadata", "nbformat", "nbformat_minor"}
	cellKeys   = []string{"attachments", "cell_type", "execution_count", "id", "metadata", "outputs", "source"}
	outputKeys = []string{"data", "ename", "evalue", "execution_count", "metadata", "name", "output_type", "text", "traceback"}
)

// checkStrict refuses what JSON parsers read in different ways, or not at all: keys that stand twice in an object, and values nested too deep. The text must be JSON.
func checkStrict(text []byte) error {
	w := walker{text: text}
	for at := 0; at < len(text); at++ {
		var err error
		switch c := text[at]; c {
		case '{', '[':
			err = w.open(at)
		case '}', ']':
			w.frames = w.frames[:len(w.frames)-1]
		case ',':
			err = w.value(at)
		case '"':
			end := stringEnd(text, at)
			err = w.string(at, end)
			at = end - 1
		}
		if err != nil {
			return fmt.Errorf("not a valid notebook at %s: %w", position(text, at), err)
		}
	}
	return nil
}

// stringEnd returns where the string ends that begins at a place.
func stringEnd(text []byte, at int) int {
	for at++; at < len(text) && text[at] != '"'; at++ {
		if text[at] == '\\' {
			at++
		}
	}
	return at + 1
}

// walker goes through a JSON text.
type walker struct {
	text   []byte
	frames []frame
	values int
}

// frame is an object or a list that is open.
type frame struct {
	object    bool
	wantsKey  bool
	key       string
	seen      map[string]bool
	known     []string // the keys that the format has for it; nil where it has any
	contained []string // known, for the objects in this list
}

func (w *walker) top() *frame {
	if len(w.frames) == 0 {
		return &frame{}
	}
	return &w.frames[len(w.frames)-1]
}

func (w *walker) open(at int) error {
	if len(w.frames) == maxDepth {
		return fmt.Errorf("values are nested deeper than %d levels", maxDepth)
	}
	around := w.top()
	f := frame{object: w.text[at] == '{', known: around.contained}
	f.wantsKey = f.object
	switch {
	case len(w.frames) == 0:
		f.known = fileKeys
	case !f.object && around.key == "cells" && len(w.frames) == 1:
		f.contained = cellKeys
	case !f.object && around.key == "outputs" && around.known != nil:
		f.contained = outputKeys
	}
	w.frames = append(w.frames, f)
	return w.value(at)
}

// value counts a value.
func (w *walker) value(at int) error {
	if w.values++; w.values > maxValues {
		return fmt.Errorf("it has more than %d values", maxValues)
	}
	if f := w.top(); w.text[at] == ',' {
		f.wantsKey = f.object
	}
	return nil
}

// string looks at a string, which is a key where one is wanted.
func (w *walker) string(start, end int) error {
	f := w.top()
	if !f.wantsKey {
		return nil
	}
	f.wantsKey, f.key = false, string(w.text[start+1:end-1])
	if strings.Contains(f.key, `\`) {
		if err := json.Unmarshal(w.text[start:end], &f.key); err != nil {
			return err
		}
	}
	if f.seen[f.key] {
		return fmt.Errorf("the key %.64q stands twice in one object", f.key)
	}
	if f.seen == nil {
		f.seen = map[string]bool{}
	}
	f.seen[f.key] = true
	if i := slices.IndexFunc(f.known, func(k string) bool { return strings.EqualFold(k, f.key) }); i >= 0 && f.known[i] != f.key {
		return fmt.Errorf("the key %.64q is spelled %q", f.key, f.known[i])
	}
	return nil
}
