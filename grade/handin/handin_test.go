package handin_test

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/handin"
	"github.com/gensci/gensci/internal/nbformat"
)

func TestOpenReadsWhatZipMade(t *testing.T) {
	h := sample(t)
	data := pack(t, h)
	back, err := handin.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(back, h) {
		t.Errorf("read %+v, want %+v", back.Manifest, h.Manifest)
	}
	if !bytes.Equal(data, pack(t, back)) {
		t.Error("the same hand-in is packed to other bytes")
	}
	if got := strings.Join(back.Manifest.Members(), " "); got != "ada bob cyd" {
		t.Errorf("members %q", got)
	}
}

func TestHashIsOfContentAndPeople(t *testing.T) {
	h := sample(t)
	same := h.Manifest
	same.At = same.At.Add(time.Hour)
	if same.Hash() != h.Manifest.Hash() {
		t.Error("the hash depends on the time")
	}
	for what, change := range map[string]func(*handin.Manifest){
		"student": func(m *handin.Manifest) { m.Student = "eve" },
		"group":   func(m *handin.Manifest) { m.Group = m.Group[:1] },
		"sheet":   func(m *handin.Manifest) { m.Sheet = "23-flows" },
		"release": func(m *handin.Manifest) { m.Release = "4" },
		"file":    func(m *handin.Manifest) { m.Files = append([]handin.File{}, m.Files[0]) },
	} {
		m := h.Manifest
		if change(&m); m.Hash() == h.Manifest.Hash() {
			t.Errorf("the hash does not depend on the %s", what)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	s := handin.Sheet{Name: "22-flows", Text: []byte("{}")}
	file := func(name string) []handin.Content { return []handin.Content{{Name: name}} }
	many := make([]handin.Content, handin.MaxFiles)
	for i := range many {
		many[i].Name = strings.Repeat("x", i+1)
	}
	big := make([]byte, handin.MaxFile+1)
	full := big[:handin.MaxFile]
	for _, c := range []struct {
		what, student string
		group         []string
		more          []handin.Content
		want          string
	}{
		{"id", "a/b", nil, nil, `"a/b" is no student's id`},
		{"dots", "..", nil, nil, `".." is no student's id`},
		{"twice", "ada", []string{"bob", "ada"}, nil, `"ada" is named twice`},
		{"manifest", "ada", nil, file("Manifest.JSON"), "may be called Manifest.JSON"},
		{"second notebook", "ada", nil, file("x.ipynb"), "x.ipynb is a second notebook"},
		{"same name", "ada", nil, file("22-flows.ipynb"), "two files have the name"},
		{"case", "ada", nil, file("22-FLOWS.ipynb"), "are the same on some computers"},
		{"many", "ada", nil, many, "a hand-in has up to 100"},
		{"big", "ada", nil, []handin.Content{{Name: "a", Data: big}}, "larger than 20 MB"},
		{"all", "ada", nil, []handin.Content{{Name: "a", Data: full}, {Name: "b", Data: full}, {Name: "c", Data: full}}, "up to 50 MB"},
	} {
		if _, err := handin.New(s, c.student, c.group, noon, c.more); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.what, err, c.want)
		}
	}
}

func TestReadSheetFindsWhatStandsOut(t *testing.T) {
	done := answer("done", stub, "func F() {}")
	again := done
	again.ID = "again"
	path := write(t, "copy of it (1).ipynb", map[string]any{"sheet": "22-flows", "release": "v2", "cells": []any{"done", "gone", "same", "half", "gone"}, "handin": "/drop", "student": "ada"},
		done, again, answer("same", "func G() {}", "func G() {}"), answer("half", "x", "func H() {\n\ty := 1\n\tpanic(\"not implemented\")\n}"))
	s, err := handin.ReadSheet(path)
	if err != nil {
		t.Fatal(err)
	}
	s.Text = nil
	want := handin.Sheet{Name: "22-flows", Release: "v2", Folder: "/drop", Student: "ada", Stubs: []string{"same", "half"}, Deleted: []string{"gone"}, Doubled: []string{"done"}}
	if !reflect.DeepEqual(s, want) {
		t.Errorf("got %+v, want %+v", s, want)
	}
}

func TestReadSheetRefuses(t *testing.T) {
	for want, path := range map[string]string{
		"not named as a sheet":      write(t, "notes.ipynb", nil, answer("a", "", "")),
		"no cells of a sheet":       write(t, "22-flows.ipynb", nil, nbformat.Cell{Type: nbformat.Code, ID: "a"}),
		"there is no file":          "22-none.ipynb",
		"is no file; hand in files": t.TempDir(),
	} {
		if _, err := handin.ReadSheet(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

func TestDropNeedsNoList(t *testing.T) {
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o1733); err != nil { // as drop folders are: nobody sees what is in it
		t.Fatal(err)
	}
	h := sample(t)
	path, err := handin.Drop(folder, h)
	if err != nil {
		t.Fatal(err)
	}
	if want := "22-flows.ada.20261201T120000Z." + h.Manifest.Hash()[:12] + ".handin.zip"; filepath.Base(path) != want {
		t.Errorf("the file is called %s, want %s", filepath.Base(path), want)
	}
	if _, err = handin.Drop(folder, h); err != nil {
		t.Errorf("a second time: %v", err)
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 1 {
		t.Errorf("left %v, %v; want the one file", entries, err)
	}
}

func TestConfirmation(t *testing.T) {
	hash := sample(t).Manifest.Hash()
	c, err := handin.Confirm(hash, "bob", noon)
	if err != nil {
		t.Fatal(err)
	}
	path, err := c.Drop(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if back, err := handin.ReadConfirmation(data); err != nil || back != c || !handin.IsConfirmation(path) {
		t.Errorf("read %v, %v from %s, want %v", back, err, path, c)
	}
	for text, want := range map[string]string{
		`{"format":1,"confirm":"12","student":"bob","at":"2026-12-01T12:00:00Z"}`: "is no hash",
		`{"format":2,"confirm":"12","student":"bob","at":"2026-12-01T12:00:00Z"}`: "made by a newer gensci",
		`{"format":1,"points":100}`: `unknown field "points"`,
		`{} {}`:                     "something follows",
		`{}`:                        "lacks the format",
		``:                          "is no confirmation",
	} {
		if _, err := handin.ReadConfirmation([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", text, err, want)
		}
	}
}
