package nbformat

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

const oneCell = `{"cell_type": "code", "id": "a", "source": "x", "metadata": {}, "outputs": [{"output_type": "stream", "name": "stdout", "text": "y"}], "execution_count": null}`

func TestParseRefusesHostileText(t *testing.T) {
	replaced := func(old, new string) string {
		if !strings.Contains(wrap(oneCell), old) {
			t.Fatalf("no %s", old)
		}
		return strings.Replace(wrap(oneCell), old, new, 1)
	}
	deep := func(n int) string {
		return replaced(`"metadata": {}`, `"metadata": {"a": `+strings.Repeat("[", n)+strings.Repeat("]", n)+`}`)
	}
	for text, want := range map[string]string{
		replaced(`"source": "x"`, `"source": "x", "source": "y"`):                  `the key "source" stands twice in one object`,
		replaced(`"source": "x"`, `"source": "x", "\u0073ource": "y"`):             `the key "source" stands twice`,
		replaced(`"source": "x"`, `"source": "x", "Source": "y"`):                  `the key "Source" is spelled "source"`,
		replaced(`"source": "x"`, `"ſource": "x"`):                                 `is spelled "source"`,
		replaced(`"cells": `, `"cells": [], "cells": `):                            `the key "cells" stands twice`,
		replaced(`"cells": `, `"CELLS": [], "cells": `):                            `the key "CELLS" is spelled "cells"`,
		replaced(`"text": "y"`, `"Text": "y"`):                                     `the key "Text" is spelled "text"`,
		replaced(`"metadata": {}`, `"metadata": {"a": {"b": 1, "c": [], "b": 2}}`): `the key "b" stands twice`,
		deep(199):                 "nested deeper than 200 levels",
		deep(9000):                "nested deeper than 200 levels",
		deep(200000):              "exceeded max depth",
		replaced("x", "\x00"):     "not JSON at 1:",
		"\ufeff\ufeff" + wrap(""): "not JSON at 1:1",
		replaced(`"metadata": {}`, `"metadata": {"a": [`+strings.Repeat("1,", maxValues)+`1]}`): "more than 4194304 values",
		replaced(`"id": "a"`, `"id": "`+strings.Repeat("a", 1000)+`"`):                          "…",
		strings.Repeat(" ", maxSize+1):                                                          "the notebook is larger than 128 MB; clear its outputs",
	} {
		_, err := Parse([]byte(text))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") || len(err.Error()) > 400 {
			t.Errorf("%.80s: got %v, want one line with %q", text, err, want)
		}
	}
	for _, text := range []string{
		"\ufeff" + wrap(oneCell),
		replaced(`"source": "x"`, `"source": "\u0000{[\",\\"`),
		replaced(`"metadata": {}`, `"metadata": {"Source": {"Cells": [{"Source": 1, "source": 2}], "cells": [{"SOURCE": 1}]}, "source": 3, "outputs": [{"NAME": 1}]}`),
		deep(190),
		`{"nbformat": 4, "nbformat_minor": 5, "metadata": {"x": {"outputs": [{"NAME": 1}]}, "cells": [{"SOURCE": 1}]}, "cells": []}`,
	} {
		if _, err := Parse([]byte(text)); err != nil {
			t.Errorf("%.80s: %v", text, err)
		}
	}
}

// Reading ends on what is no file, and on what is too large for it: a file of 1 GB, of which nothing is written here.
func TestReadRefusesWhatIsNoNotebookFile(t *testing.T) {
	dir := t.TempDir()
	fifo, large := filepath.Join(dir, "fifo.ipynb"), filepath.Join(dir, "large.ipynb")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Skipf("mkfifo: %v", err)
	}
	if err := os.WriteFile(large, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(large, 1<<30); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{fifo: "is not a file", "/dev/zero": "is not a file", large: "larger than 128 MB"} {
		if _, err := Read(path); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
}

// What is read can be written, and then reads the same; what is refused is refused in one line.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		wrap(oneCell), wrap(strings.Replace(oneCell, "code", "markdown", 1)), "\ufeff" + wrap(""), "{\"a\": \"\xff\"}", "[[[[", `{"cells": [], "cells": []}`,
		wrap(`{"cell_type": "raw", "source": ["a\n", "b\u0000"], "metadata": {"nbgrader": {"grade_id": "x", "points": 1e999}}}`),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		n, err := Parse(text)
		if err != nil {
			if n != nil || strings.ContainsAny(err.Error(), "\n\x00") || len(err.Error()) > 400 {
				t.Fatalf("%v, %q", n, err)
			}
			return
		}
		written, err := n.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		back, err := Parse(written)
		if err != nil {
			t.Fatalf("%v\n%s", err, written)
		}
		again, err := back.Marshal()
		if err != nil || !bytes.Equal(written, again) {
			t.Fatalf("%v\n%s\n%s", err, written, again)
		}
	})
}
