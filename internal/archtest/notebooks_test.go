package archtest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestNotebooks(t *testing.T) {
	broken, err := checkNotebooks(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range broken {
		t.Error(b)
	}
}

const (
	clean    = `{"cells":[{"cell_type":"code","id":"a","metadata":{},"source":["x := 1"],"execution_count":null,"outputs":[]}],`
	counted  = `{"cells":[{"cell_type":"code","id":"a","metadata":{},"source":["x := 1"],"execution_count":3,"outputs":[]}],`
	withText = `{"cells":[{"cell_type":"code","id":"a","metadata":{},"source":["x := 1"],"execution_count":null,` +
		`"outputs":[{"output_type":"stream","name":"stdout","text":["1"]}]}],`
	inGo     = `"metadata":{"kernelspec":{"name":"gensci","display_name":"Go (gensci)","language":"go"}},"nbformat":4,"nbformat_minor":5}`
	inPython = `"metadata":{"kernelspec":{"name":"python3","display_name":"Python 3","language":"python"}},"nbformat":4,"nbformat_minor":5}`
)

func TestCheckNotebooks(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"clean", clean + inGo, ""},
		{"execution count", counted + inGo, "cell 1 was stored with"},
		{"output", withText + inGo, "cell 1 was stored with"},
		{"another language", clean + inPython, "python"},
		{"no notebook", "{", "x.ipynb"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.Mkdir(filepath.Join(dir, "exercises"), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "exercises", "x.ipynb"), []byte(c.text), 0o644); err != nil {
				t.Fatal(err)
			}
			got, err := checkNotebooks(dir)
			if err != nil {
				t.Fatal(err)
			}
			if all := strings.Join(got, "\n"); (c.want == "") != (all == "") || !strings.Contains(all, c.want) {
				t.Errorf("got %q, want %q in it", all, c.want)
			}
		})
	}
}
