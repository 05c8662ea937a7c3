package release_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/internal/nbformat"
)

func TestNotebook(t *testing.T) {
	nb := sample()
	nb.Metadata["celltoolbar"] = "Create Assignment"
	nb.Cells[1].Outputs = []nbformat.Output{{Type: nbformat.Stream, Name: "stdout", Text: "the answer"}}
	nb.Cells[1].ExecutionCount = 3
	s := read(t, nb)
	out := viaFile(t, s.Notebook())
	if nb.Metadata["celltoolbar"] == nil || out.Metadata["celltoolbar"] != nil || out.Language() != "go" {
		t.Errorf("metadata %v", out.Metadata)
	}
	for i, c := range out.Cells {
		if c.ID != nb.Cells[i].ID || c.Source != s.Cells[i].Released || c.Outputs != nil || c.ExecutionCount != 0 {
			t.Errorf("cell %d: %+v", i+1, c)
		}
		meta, found, err := nbgrader.Read(c)
		if err != nil || found && (meta.Checksum != meta.Sum(c.Type, c.Source) || meta.CellType != c.Type || meta.ID != s.Cells[i].ID) {
			t.Errorf("cell %d: %+v, %v", i+1, meta, err)
		}
	}
	text, _ := out.Marshal()
	for _, secret := range []string{"BEGIN", "END", "x * x", "9.0", "never negative", "for the idea", "nb.Show", "the answer"} {
		if bytes.Contains(text, []byte(secret)) {
			t.Errorf("%q is in what students get", secret)
		}
	}
	again, _ := read(t, viaFile(t, nb)).Notebook().Marshal()
	if !bytes.Equal(text, again) {
		t.Error("the same master gives other bytes")
	}
}

// Released notebooks say what they are; the author's settings stay beside that.
func TestNotebookStamp(t *testing.T) {
	nb := sample()
	nb.Metadata["gensci"] = map[string]any{"title": "All squares", "handin": "/drop"}
	out := viaFile(t, read(t, nb).Notebook())
	want := map[string]any{"title": "All squares", "handin": "/drop", "sheet": "01-squares", "cells": []any{"square", "square-test", "why", "plot", "derive"}}
	got := out.Metadata["gensci"].(map[string]any)
	delete(got, "stubs") // see TestOfStudent
	delete(got, "given")
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
	if got := nb.Metadata["gensci"].(map[string]any); len(got) != 2 {
		t.Errorf("the master's metadata became %v", got)
	}
}

// As nbgrader's LockCells has it.
func TestNotebookLocks(t *testing.T) {
	locked := graded(nbgrader.Meta{ID: "locked", Locked: true}, nbformat.Markdown, "Read this.")
	out := read(t, master(given("free", nbformat.Code, ""), locked, solution("a", squareSource), test("b", "1", squareTest), manual("c", "1", nbformat.Markdown, ""), task("d", "1", ""))).Notebook()
	for i, want := range []map[string]any{
		{},
		{"deletable": false, "editable": false},
		{"deletable": false},
		{"deletable": false, "editable": false},
		{"deletable": false},
		{"deletable": false, "editable": false},
	} {
		got := map[string]any{}
		for _, key := range []string{"deletable", "editable"} {
			if v, has := out.Cells[i].Metadata[key]; has {
				got[key] = v
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("cell %d: %v, want %v", i+1, got, want)
		}
	}
}

// Pictures of the solution go with it.
func TestNotebookAttachments(t *testing.T) {
	picture := func(names ...string) map[string]any {
		m := map[string]any{}
		for _, n := range names {
			m[n] = map[string]any{"image/png": "AA=="}
		}
		return m
	}
	answer := manual("a", "1", nbformat.Markdown, "![](attachment:kept%20one.png)\nBEGIN SOLUTION\n![](attachment:secret.png)\nEND SOLUTION")
	answer.Attachments = picture("kept one.png", "secret.png")
	described := task("b", "1", "BEGIN MARK SCHEME\n![](attachment:secret.png)\nEND MARK SCHEME")
	described.Attachments = picture("secret.png")
	text := given("c", nbformat.Markdown, "![](attachment:x.png)")
	text.Attachments = picture("x.png")
	out := read(t, master(answer, described, text)).Notebook()
	for i, want := range []map[string]any{picture("kept one.png"), nil, picture("x.png")} {
		if got := out.Cells[i].Attachments; !reflect.DeepEqual(got, want) {
			t.Errorf("cell %d: %v, want %v", i+1, got, want)
		}
	}
}

// Stubs stand where the marker stood, each region gets one, and points keep their halves.
func TestNotebookStubs(t *testing.T) {
	two := "func F(x int) int {\n\tif x > 0 {\n\t\t// BEGIN SOLUTION\n\t\treturn 1\n\t\t// END SOLUTION\n\t}\n    ### BEGIN SOLUTION ###\n\treturn 2\n\t/* END SOLUTION */\n}"
	want := "func F(x int) int {\n\tif x > 0 {\n\t\tpanic(\"not implemented\")\n\t}\n    panic(\"not implemented\")\n}"
	words := "Why?\n\n  <!-- BEGIN SOLUTION -->\nSo.\n<!-- END SOLUTION -->"
	out := viaFile(t, read(t, master(solution("a", strings.Replace(two, "### BEGIN SOLUTION ###", "// # BEGIN SOLUTION", 1)), manual("b", "0.5", nbformat.Markdown, words))).Notebook())
	if got := out.Cells[0].Source; got != want {
		t.Errorf("got\n%s", got)
	}
	if got := out.Cells[1].Source; got != "Why?\n\n  YOUR ANSWER HERE" {
		t.Errorf("got %q", got)
	}
	if got := out.Cells[1].Metadata["nbgrader"].(map[string]any)["points"]; got != json.Number("0.5") {
		t.Errorf("points %v", got)
	}
}
