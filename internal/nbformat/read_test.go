package nbformat

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// wrap makes a notebook text around the JSON of its cells.
func wrap(cells string) string {
	return `{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [` + cells + `]}`
}

func TestParseErrorsAreOneSentence(t *testing.T) {
	code := `{"cell_type": "code", "id": "a", "source": "x", "metadata": {}, "outputs": [], "execution_count": null}`
	for name, c := range map[string]struct{ text, want string }{
		"empty":          {"  \n", "the file is empty"},
		"not JSON":       {"# Title\n", "not JSON at 1:1"},
		"cut off":        {"{\n \"cells\": [\n  {\"id\": \"é", "cut off"},
		"cut off, where": {"{\n \"cells\": [\n  {\"id\": \"é", "not JSON at 3:12"},
		"comma":          {"{\n  \"nbformat\": 4,\n}", "not JSON at 3:1"},
		"two values":     {wrap("") + "{}", fmt.Sprintf("not JSON at 1:%d", len(wrap(""))+1)},
		"latin-1":        {"{\"a\": \"\xe9\"}", "not JSON at 1:8: not UTF-8"},
		"other JSON":     {`{"a": 1}`, "not a notebook"},
		"a list":         {`[]`, "not a notebook"},
		"no cells":       {`{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}`, "no list of cells"},
		"nbformat 3":     {`{"nbformat": 3, "worksheets": []}`, "nbformat 3"},
		"nbformat 4.6":   {`{"nbformat": 4, "nbformat_minor": 6, "cells": []}`, "nbformat 4.6"},
		"unknown key":    {strings.Replace(wrap(code), `"id"`, `"ID2": 1, "id"`, 1), `unknown field "ID2"`},
		"same id":        {wrap(code + "," + code), `cells 1 and 2 have the same id "a"`},
		"bad id":         {strings.Replace(wrap(code), `"a"`, `"a b"`, 1), `cell 1 has the id "a b"`},
		"long id":        {strings.Replace(wrap(code), `"a"`, `"`+strings.Repeat("a", 65)+`"`, 1), "1 to 64"},
		"unknown type":   {strings.Replace(wrap(code), `"code"`, `"heading"`, 1), `unknown type "heading"`},
		"no source":      {strings.Replace(wrap(code), `"source": "x",`, "", 1), "cell 1 lacks"},
		"source 1":       {strings.Replace(wrap(code), `"source": "x"`, `"source": 1`, 1), "neither a string nor"},
		"output type":    {strings.Replace(wrap(code), `[]`, `[{"output_type": "pyout"}]`, 1), `cell 1 output 1 is of the unknown type "pyout"`},
		"bundle":         {strings.Replace(wrap(code), `[]`, `[{"output_type": "display_data", "data": {"text/plain": 7}}]`, 1), "cell 1 output 1 has text/plain"},
		"markdown out":   {strings.Replace(wrap(code), `"outputs": []`, `"outputs": [{"output_type": "stream", "name": "stdout", "text": ""}]`, 1), ""},
	} {
		_, err := Parse([]byte(c.text))
		if c.want == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %q, want one line with %q", name, err, c.want)
		}
	}
}

func TestReadNamesTheFile(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	python := strings.Replace(wrap(""), `"metadata": {}`, `"metadata": {"kernelspec": {"name": "python3", "display_name": "P", "language": "python"}}`, 1)
	info := strings.Replace(wrap(""), `"metadata": {}`, `"metadata": {"language_info": {"name": "R"}}`, 1)
	for path, want := range map[string]string{
		filepath.Join(dir, "none.ipynb"): "there is no such notebook",
		write("python.ipynb", python):    "this is a python notebook; gensci runs Go notebooks",
		write("r.ipynb", info):           "this is a R notebook",
		write("text.ipynb", "hello"):     "not JSON at 1:1",
		dir:                              "reading notebook",
	} {
		_, err := ReadGo(path)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: got %v, want %q", path, err, want)
		}
	}
	for _, text := range []string{wrap(""), strings.Replace(python, `"language": "python"`, `"language": "go"`, 1)} {
		if _, err := ReadGo(write("go.ipynb", text)); err != nil {
			t.Error(err)
		}
	}
}

func TestParseJoinsLinesAndMintsIDs(t *testing.T) {
	text := `{"nbformat": 4, "nbformat_minor": 2, "metadata": {"x": {"deep": 12345678901234567890}}, "cells": [
		{"cell_type": "markdown", "source": ["# T\n", "\n", "text"], "metadata": {}, "attachments": {"a.png": {"image/png": "AA=="}}},
		{"cell_type": "code", "source": "", "metadata": {"mine": true}, "execution_count": 3, "outputs": [
			{"output_type": "display_data", "metadata": {}, "data": {"text/html": ["<b>", "x</b>"], "application/vnd.x+json": {"v": [1, "a"]}}}]},
		{"cell_type": "code", "source": "", "metadata": {}, "execution_count": null, "outputs": []}]}`
	n, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if got := n.Cells[0].Source; got != "# T\n\ntext" {
		t.Errorf("source %q", got)
	}
	if got := n.Cells[1].Outputs[0].Data["text/html"]; got != "<b>x</b>" {
		t.Errorf("html %q", got)
	}
	ids := map[string]bool{}
	for _, c := range n.Cells {
		ids[c.ID] = idPattern.MatchString(c.ID)
	}
	if len(ids) != 3 || ids[""] {
		t.Errorf("ids %v", ids)
	}
	again, _ := Parse([]byte(text))
	if again.Cells[2].ID != n.Cells[2].ID {
		t.Error("minted ids change from reading to reading")
	}
	out, err := n.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"12345678901234567890", `"mine": true`, `"attachments"`, `"execution_count": null`, "  \"text\"\n"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("written notebook lacks %s:\n%s", want, out)
		}
	}
}
