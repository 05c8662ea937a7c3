package data

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestCSV(t *testing.T) {
	frame, err := CSV{}.Read(strings.NewReader("\xef\xbb\xbfage, name ,height\n31,\"Noether, E.\",1.5e0\n -4 ,Gauß,2\n7,\"Noether, E.\",3\n"))
	if err != nil {
		t.Fatal(err)
	}
	if frame.Len() != 3 || len(frame) != 3 {
		t.Fatalf("%d rows, %d columns", frame.Len(), len(frame))
	}
	name, err := frame.Column("name")
	if err != nil || !slices.Equal(name.Values, []float64{0, 1, 0}) || !slices.Equal(name.Levels, []string{"Noether, E.", "Gauß"}) {
		t.Errorf("name = %v, %v", name, err)
	}
	m, err := frame.Matrix()
	if err != nil || !slices.Equal(m.RawMatrix().Data, []float64{31, 1.5, -4, 2, 7, 3}) {
		t.Errorf("matrix = %v, %v", m, err)
	}
	if m, err = frame.Matrix("height"); err != nil || m.At(2, 0) != 3 {
		t.Errorf("height = %v, %v", m, err)
	}
}

func TestCSVOptions(t *testing.T) {
	frame, err := CSV{Comma: ';', KeepMissing: true}.Read(strings.NewReader("1;2;a\n?;4;\n"))
	if err != nil {
		t.Fatal(err)
	}
	if frame[0].Name != "1" || !math.IsNaN(frame[0].Values[1]) || frame[1].Values[1] != 4 || frame[2].Levels[1] != "" {
		t.Errorf("got %v", frame)
	}
	if frame, err = (CSV{NoHeader: true}).Read(strings.NewReader("x,y\nz,y\n")); err != nil || frame.Len() != 2 {
		t.Errorf("%v, %v", frame, err)
	}
}

func TestCSVErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "the table is empty"},
		{"a,b\n", "a header but no rows"},
		{"a,b\n1,2\n3\n", "line 3 has 1 cells, line 1 has 2"},
		{"a,b\n1,2\n\n3,\n", `line 4, column "b": the value is missing`},
		{"a,b\n1,2\n3,NA\n", `line 3, column "b": the value is missing`},
		{"a,b\n1,2\n3,4\n5,4x\n", `line 4, column "b": "4x" is not a number`},
		{"a,b\n1,2\n3,inf\n", `line 3, column "b": "inf" is infinite`},
		{"a,b\n1,1e999\n", `line 2, column "b": "1e999" is infinite`},
		{"a,a\n1,2\n", `column "a" twice`},
		{"a,b\n1,\"2\n", "line"},
	} {
		_, err := CSV{}.Read(strings.NewReader(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: error %v, want one sentence with %q", c.text, err, c.want)
		}
	}
	path := filepath.Join(t.TempDir(), "bad.csv")
	if _, err := (CSV{}).File(path); err == nil || !strings.Contains(err.Error(), "bad.csv") {
		t.Errorf("missing file: %v", err)
	}
	if err := os.WriteFile(path, []byte("a\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := (CSV{}).File(path); err == nil || !strings.Contains(err.Error(), "bad.csv") {
		t.Errorf("bad file: %v", err)
	}
}

func TestFrameErrors(t *testing.T) {
	frame, err := CSV{}.Read(strings.NewReader("a,b\n1,x\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"b", "c"} {
		if _, err := frame.Matrix(name); err == nil {
			t.Errorf("no error for column %q", name)
		}
	}
	if _, err := (Frame{}).Matrix(); err == nil {
		t.Error("no error for an empty table")
	}
}
