package collect

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/handin"
)

// FuzzExport: whatever an exported zip holds, each part that is read keeps the rules of hand-ins.
func FuzzExport(f *testing.F) {
	for _, names := range [][]string{
		{"Ada Lovelace_1_assignsubmission_file_/22-flows.ipynb", "Ada Lovelace_2_assignsubmission_file_/22-flows.ipynb"},
		{"submitted/ada/22-flows/22-flows.ipynb", "ada/23-more/x"},
		{"a/../../b", "/c", "d\x00/e", "", "/"},
		{"ada.ipynb", "ADA.ipynb", "x_1_assignsubmission_onlinetext_/t.html"},
	} {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for _, name := range names {
			if _, err := w.Create(name); err != nil {
				f.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	path := filepath.Join(f.TempDir(), "export.zip")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		p := place{sheet: "22-flows", zone: time.UTC, take: func(a arrival) {
			for _, file := range a.files {
				if err := handin.CheckName(file.Name); a.err == nil && err != nil {
					t.Errorf("%q has %v", a.label, err)
				}
			}
		}}
		if _, err := p.export(path); err != nil && err.Error() == "" {
			t.Error("an error says nothing")
		}
	})
}

func TestNamesOfFiles(t *testing.T) {
	for name, want := range map[string]string{
		"ada.ipynb": "ada", "22-flows_ada.ipynb": "ada", "ada_22-flows.ZIP": "ada", "22-flows.ipynb": "", "22-flows.ada.handin.zip": "ada", "4711234.zip": "4711234", "a.b.ipynb": "a.b",
	} {
		if got := fileLabel(name, "22-flows"); got != want {
			t.Errorf("%s is of %q, want %q", name, got, want)
		}
	}
	for name, want := range map[string]string{
		"Ada Lovelace_101_assignsubmission_file_": "Ada Lovelace_101 ", "Ada_B_7_assignsubmission_file_my_7_x.ipynb": "Ada_B_7 my_7_x.ipynb", "A_1_assignsubmission_file": "A_1 ",
		"A_1_assignsubmission_onlinetext_": "text", "ada_1": "none",
	} {
		who, rest, isText, ok := moodleName(name)
		got := who + " " + rest
		if isText {
			got = "text"
		} else if !ok {
			got = "none"
		}
		if got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}
