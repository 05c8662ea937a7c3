package junit_test

import (
	"encoding/xml"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/internal/nbformat"
	"github.com/gensci/gensci/kernel"
	"github.com/gensci/gensci/kernel/junit"
)

// report is what a reader of such files looks for; it is not what the writer writes from.
type report struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
	Skipped  int `xml:"skipped,attr"`
	Suites   []struct {
		Name      string  `xml:"name,attr"`
		Tests     int     `xml:"tests,attr"`
		Failures  int     `xml:"failures,attr"`
		Time      float64 `xml:"time,attr"`
		Timestamp string  `xml:"timestamp,attr"`
		Cases     []struct {
			Class   string  `xml:"classname,attr"`
			Name    string  `xml:"name,attr"`
			File    string  `xml:"file,attr"`
			Time    float64 `xml:"time,attr"`
			Failure *struct {
				Message string `xml:"message,attr"`
				Type    string `xml:"type,attr"`
				Text    string `xml:",chardata"`
			} `xml:"failure"`
			Error *struct {
				Message string `xml:"message,attr"`
			} `xml:"error"`
			Skipped *struct {
				Message string `xml:"message,attr"`
			} `xml:"skipped"`
			Out string `xml:"system-out"`
			Err string `xml:"system-err"`
		} `xml:"testcase"`
	} `xml:"testsuite"`
}

func parse(t *testing.T, text []byte) report {
	t.Helper()
	var r report
	if err := xml.Unmarshal(text, &r); err != nil {
		t.Fatalf("not XML: %v\n%s", err, text)
	}
	return r
}

func code(source string, outputs ...nbformat.Output) nbformat.Cell {
	return nbformat.Cell{Type: nbformat.Code, Source: source, Outputs: outputs}
}

func stream(name, text string) nbformat.Output {
	return nbformat.Output{Type: nbformat.Stream, Name: name, Text: text}
}

// failed is a notebook of four cells, of which the third failed.
func failed() (kernel.Result, error) {
	n := &nbformat.Notebook{Cells: []nbformat.Cell{
		code("import \"fmt\"\nimport (\n\t\"math\"\n)\n\n%%\n// say it\nfmt.Println(1 < 2 && true)", stream("stdout", "\x1b[31mtrue\x1b[0m\x00<&>]]>\n"), stream("stderr", "hm"), stream("stdout", "again")),
		{Type: nbformat.Markdown, Source: "text"},
		code("%%\npanic(`boom`)", nbformat.Output{
			Type: nbformat.Error, ErrorName: "panic", ErrorValue: "boom\x1b[0m",
			Traceback: []string{"\x1b[1mcell:2\x1b[0m", "main.main()\x01"},
		}),
		code("%%"),
	}}
	r := kernel.Result{
		Notebook: n, Source: "lectures/some.ipynb", Path: "out/some.ipynb", Begin: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Elapsed: 3 * time.Second,
		Cells: []kernel.Cell{
			{Index: 0, State: kernel.Passed, Elapsed: 1250 * time.Millisecond},
			{Index: 2, State: kernel.Failed, Message: "panic: boom", Elapsed: time.Second},
			{Index: 3},
		},
	}
	return r, &kernel.CellError{Notebook: r.Source, Cell: 2, Message: "panic: boom"}
}

func TestNotebookBecomesASuite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report.xml")
	result, err := failed()
	if err = junit.Write(path, []junit.Suite{junit.Of("some", result, err), junit.Of("other", kernel.Result{Source: "other.ipynb"}, nil)}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := parse(t, text)
	if r.Tests != 3 || r.Failures != 1 || r.Skipped != 1 || r.Errors != 0 || len(r.Suites) != 2 {
		t.Errorf("counts: %+v", r)
	}
	s := r.Suites[0]
	if s.Name != "some" || s.Tests != 3 || s.Failures != 1 || s.Time != 3 || s.Timestamp != "2026-01-02T03:04:05" {
		t.Errorf("suite: %+v", s)
	}
	one, two, three := s.Cases[0], s.Cases[1], s.Cases[2]
	if one.Class != "some" || one.Name != "cell 01: fmt.Println(1 < 2 && true)" || one.File != "lectures/some.ipynb" || one.Time != 1.25 || one.Failure != nil || one.Skipped != nil {
		t.Errorf("the passed cell: %+v", one)
	}
	if want := "true\ufffd<&>]]>\nagain"; one.Out != want || one.Err != "hm" {
		t.Errorf("it wrote %q and %q, want %q", one.Out, one.Err, want)
	}
	if f := two.Failure; f == nil || f.Message != "panic: boom" || f.Type != "panic" || f.Text != "cell:2\nmain.main()\ufffd" {
		t.Errorf("the failed cell: %+v", f)
	}
	if three.Name != "cell 03" || three.Skipped == nil || three.Skipped.Message != "not run: code cell 2 failed" {
		t.Errorf("the cell behind it: %+v", three)
	}
}

func TestWhatNoCellIsToBlameFor(t *testing.T) {
	result, _ := failed()
	result.Cells = []kernel.Cell{{Index: 0}}
	result.Begin = time.Time{}
	for name, c := range map[string]struct {
		err              error
		errors, skipped  int
		message, skipFor string
	}{
		"kernel":    {errors.New("some.ipynb: the kernel\ndid not answer"), 1, 1, "some.ipynb: the kernel did not answer", "not run: the run ended before this notebook"},
		"not begun": {nil, 0, 1, "", "not run: the run ended before this notebook"},
	} {
		text, err := junit.Marshal([]junit.Suite{junit.Of("some", result, c.err)})
		if err != nil {
			t.Fatal(err)
		}
		r := parse(t, text)
		cases := r.Suites[0].Cases
		last := cases[len(cases)-1]
		if r.Errors != c.errors || r.Skipped != c.skipped || last.Skipped == nil || last.Skipped.Message != c.skipFor {
			t.Errorf("%s: %+v, last %+v", name, r, last)
		}
		if c.errors > 0 && cases[0].Error.Message != c.message {
			t.Errorf("%s: %q, want %q", name, cases[0].Error.Message, c.message)
		}
	}
}

// TestAnyTextIsXML: nothing that a program writes makes the report unreadable.
func TestAnyTextIsXML(t *testing.T) {
	var all strings.Builder
	for r := range rune(0x3000) {
		all.WriteRune(r)
	}
	all.WriteString("\xff\xfe\ufffe\uffff\U0010ffff")
	text, err := junit.Marshal([]junit.Suite{{Name: all.String(), Cases: []junit.Case{
		{Name: all.String(), Out: all.String(), Failure: &junit.Failure{Message: all.String(), Text: all.String()}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	c := parse(t, text).Suites[0].Cases[0]
	for _, got := range []string{c.Name, c.Out, c.Failure.Message, c.Failure.Text} {
		if !strings.Contains(got, "ABC") || !strings.HasSuffix(got, "\U0010ffff") || strings.ContainsAny(got, "\x00\x1b") {
			t.Errorf("became %q", got)
		}
	}
}

func TestLongOutputKeepsItsEnd(t *testing.T) {
	result, err := failed()
	result.Notebook.Cells[0].Outputs = []nbformat.Output{stream("stdout", strings.Repeat("é", 100_000)+"end")}
	out := junit.Of("some", result, err).Cases[0].Out
	if len(out) > 70_000 || !strings.HasPrefix(out, "…é") || !strings.HasSuffix(out, "end") {
		t.Errorf("%d bytes, %q … %q", len(out), out[:9], out[len(out)-9:])
	}
}
