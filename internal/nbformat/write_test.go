package nbformat

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// anyJSON draws a JSON value as the reader delivers it, with numbers as json.Number.
func anyJSON() *rapid.Generator[any] {
	leaf := rapid.OneOf(
		rapid.String().AsAny(), rapid.Bool().AsAny(),
		rapid.Custom(func(t *rapid.T) any {
			return json.Number(rapid.StringMatching(`-?[1-9][0-9]{0,20}(\.[0-9]+)?`).Draw(t, "n"))
		}))
	return rapid.OneOf(leaf, rapid.SliceOfN(leaf, 0, 3).AsAny(), rapid.MapOfN(rapid.String(), leaf, 0, 3).AsAny())
}

func anyObject() *rapid.Generator[map[string]any] {
	return rapid.MapOfN(rapid.String(), anyJSON(), 0, 3)
}

func anyOutput() *rapid.Generator[Output] {
	return rapid.Custom(func(t *rapid.T) Output {
		text := rapid.String()
		switch o := (Output{Type: rapid.SampledFrom([]string{Stream, DisplayData, ExecuteResult, Error}).Draw(t, "type")}); o.Type {
		case Stream:
			o.Name, o.Text = rapid.SampledFrom([]string{"stdout", "stderr"}).Draw(t, "name"), text.Draw(t, "text")
			return o
		case Error:
			o.ErrorName, o.ErrorValue, o.Traceback = text.Draw(t, "ename"), text.Draw(t, "evalue"), rapid.SliceOfN(text, 0, 3).Draw(t, "tb")
			return o
		default:
			o.Metadata = anyObject().Draw(t, "meta")
			o.Data = map[string]any{"application/vnd.x+json": anyJSON().Draw(t, "json")}
			for _, mime := range []string{"text/plain", "image/png", "image/svg+xml"} {
				o.Data[mime] = text.Draw(t, mime)
			}
			if o.Type == ExecuteResult {
				o.ExecutionCount = rapid.IntRange(0, 9).Draw(t, "count")
			}
			return o
		}
	})
}

func anyNotebook() *rapid.Generator[*Notebook] {
	return rapid.Custom(func(t *rapid.T) *Notebook {
		n := &Notebook{Metadata: anyObject().Draw(t, "metadata")}
		for _, id := range rapid.SliceOfNDistinct(rapid.StringMatching(`[a-zA-Z0-9_-]{0,64}`), 0, 4, rapid.ID).Draw(t, "ids") {
			c := Cell{ID: id, Type: rapid.SampledFrom([]string{Code, Markdown, Raw}).Draw(t, "type")}
			c.Source, c.Metadata = rapid.String().Draw(t, "source"), anyObject().Draw(t, "cell metadata")
			if c.Type == Code {
				c.ExecutionCount = rapid.IntRange(0, 9).Draw(t, "count")
				c.Outputs = rapid.SliceOfN(anyOutput(), 0, 3).Draw(t, "outputs")
			}
			n.Cells = append(n.Cells, c)
		}
		n.MintIDs()
		return n
	})
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := anyNotebook().Draw(t, "notebook")
		text, err := n.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		back, err := Parse(text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		again, err := back.Marshal()
		if err != nil || !bytes.Equal(text, again) {
			t.Fatalf("reading and writing changes the text (%v)\n%s\n%s", err, text, again)
		}
		for i := range n.Cells {
			if a, b := n.Cells[i], back.Cells[i]; a.Source != b.Source || a.ID != b.ID || !sameOutputs(a.Outputs, b.Outputs) {
				t.Fatalf("cell changed:\n%#v\n%#v", a, b)
			}
		}
		if len(n.Metadata) > 0 && !reflect.DeepEqual(n.Metadata, back.Metadata) {
			t.Fatalf("metadata changed:\n%#v\n%#v", n.Metadata, back.Metadata)
		}
		checkSchema(t, text)
	})
}

func sameOutputs(a, b []Output) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Text != b[i].Text || a[i].ErrorValue != b[i].ErrorValue || !reflect.DeepEqual(a[i].Data, b[i].Data) {
			return false
		}
	}
	return true
}

// checkSchema checks the text against the rules of the published JSON schema of nbformat 4.5, written down here once more: the
// keys that each object must have and may have, and the ids.
func checkSchema(t *rapid.T, text []byte) {
	var n map[string]any
	if err := json.Unmarshal(text, &n); err != nil {
		t.Fatal(err)
	}
	id := regexp.MustCompile(`^[a-zA-Z0-9-_]+$`)
	keys := func(m any, must, may string) map[string]any {
		o := m.(map[string]any)
		for _, k := range strings.Fields(must) {
			if _, ok := o[k]; !ok {
				t.Fatalf("%v lacks %s", o, k)
			}
		}
		for k := range o {
			if !strings.Contains(" "+must+" "+may+" ", " "+k+" ") {
				t.Fatalf("%v must not have %s", o, k)
			}
		}
		return o
	}
	if n["nbformat"] != 4.0 || n["nbformat_minor"] != 5.0 || bytes.Contains(text, []byte("\n    \"\"\n")) {
		t.Fatalf("not nbformat 4.5, or an empty line at the end of a list of lines:\n%s", text)
	}
	seen := map[string]bool{}
	for _, cell := range keys(n, "cells metadata nbformat nbformat_minor", "")["cells"].([]any) {
		must, may := "id cell_type metadata source", "attachments"
		if cell.(map[string]any)["cell_type"] == Code {
			must, may = must+" outputs execution_count", ""
		}
		c := keys(cell, must, may)
		s := c["id"].(string)
		if !id.MatchString(s) || len(s) > 64 || seen[s] {
			t.Fatalf("id %q", s)
		}
		seen[s] = true
		outputs, _ := c["outputs"].([]any)
		for _, o := range outputs {
			keys(o, map[string]string{
				Stream: "output_type name text", DisplayData: "output_type data metadata",
				ExecuteResult: "output_type data metadata execution_count", Error: "output_type ename evalue traceback",
			}[o.(map[string]any)["output_type"].(string)], "")
		}
	}
}

func TestClear(t *testing.T) {
	n := &Notebook{Cells: []Cell{{Type: Code, ID: "a", ExecutionCount: 2, Outputs: []Output{{Type: Stream, Name: "stdout", Text: "x"}}}}}
	n.Clear()
	text, err := n.Marshal()
	if err != nil || !strings.Contains(string(text), `"outputs": []`) || !strings.Contains(string(text), `"execution_count": null`) {
		t.Errorf("%v\n%s", err, text)
	}
}

func TestMarshalRefusesWhatTheFormatForbids(t *testing.T) {
	for want, c := range map[string]Cell{
		"markdown cell with outputs": {Type: Markdown, ID: "a", Outputs: []Output{{Type: Stream, Name: "stdout"}}},
		"code cell with attachments": {Type: Code, ID: "a", Attachments: map[string]any{}},
		"stream without a name":      {Type: Code, ID: "a", Outputs: []Output{{Type: Stream}}},
		`the id ""`:                  {Type: Code},
	} {
		n := &Notebook{Cells: []Cell{c}}
		if _, err := n.Marshal(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

func TestWriteIsAtomic(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.ipynb")
	if err := os.WriteFile(path, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	bad := &Notebook{Cells: []Cell{{Type: "heading", ID: "a"}}}
	if err := bad.Write(path); err == nil {
		t.Fatal("wrote an invalid notebook")
	}
	if text, _ := os.ReadFile(path); string(text) != "old" {
		t.Errorf("a failed write changed the file to %q", text)
	}
	link := filepath.Join(dir, "link.ipynb")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	if err := (&Notebook{}).Write(link); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(path); err != nil {
		t.Error(err)
	}
	info, _ := os.Stat(path)
	left, _ := filepath.Glob(filepath.Join(dir, ".*"))
	if info.Mode().Perm() != 0o640 || len(left) > 0 {
		t.Errorf("mode %v, left behind %v", info.Mode(), left)
	}
	if err := (&Notebook{}).Write(filepath.Join(dir, "no", "a.ipynb")); err == nil {
		t.Error("writing into a missing folder gives no error")
	}
}
