package checker

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/sheet"
	"github.com/gensci/gensci/grade/verdict"
	"github.com/gensci/gensci/grade/wire"
)

var (
	shout func(string) (string, error)
	sum   func(f func(int) float64, n int) float64
)

// hidden is the hidden input.
const hidden = "kestrel-7391"

// one is a sheet with a test: visible, hidden and visible again.
var one = Sheet{
	References: map[string]any{"Earlier": strings.ToUpper, "Shout": func(string) (string, error) { return "the answer", nil }},
	Tests: []Test{{
		ID: "a", Earlier: []string{"Earlier"},
		Under: Functions{{"Shout", &shout}, {"Sum", &sum}},
		Run: func(t *sheet.T) {
			t.Part("1", "visible", func(t *sheet.T) {
				got, err := shout("lark")
				t.Equal(err, nil, "a name")
				t.Equal(got, "LARK", "capital letters")
			})
			t.Part("0.5", "hidden", func(t *sheet.T) {
				t.Hide(true)
				got, _ := shout(hidden)
				t.Equal(got, strings.ToUpper(hidden), "other names")
				t.Hide(false)
			})
			t.Part("0.5", "visible again", func(t *sheet.T) {
				t.Near(sum(func(i int) float64 { return float64(i) }, 3), 3.0, 1e-12, "0 + 1 + 2")
			})
		},
	}},
}

// run runs the test with a student's process that has sent some bytes.
func run(t *testing.T, answers io.Reader, calls io.Writer) verdict.Verdict {
	t.Helper()
	var said bytes.Buffer
	if err := one.test(one.Tests[0], points.Of(2), [32]byte{}, pipes{answers, calls, &said}); err != nil {
		t.Fatal(err)
	}
	v, err := verdict.Read(said.Bytes(), "a", points.Of(2))
	if err != nil {
		t.Fatalf("%v: %s", err, said.Bytes())
	}
	return v
}

// served runs the test with functions of a student's.
func served(t *testing.T, shout any) verdict.Verdict {
	t.Helper()
	callsOut, callsIn := io.Pipe()
	answersOut, answersIn := io.Pipe()
	s := wire.NewServer(callsOut, answersIn)
	s.Serve("Shout", shout)
	s.Serve("Sum", func(f func(int) float64, n int) (x float64) {
		for i := range n {
			x += f(i)
		}
		return x
	})
	done := make(chan error, 1)
	go func() { done <- s.Run() }()
	v := run(t, answersOut, callsIn)
	callsIn.Close()
	if err := <-done; err != nil {
		t.Error(err)
	}
	return v
}

func TestVerdicts(t *testing.T) {
	for name, c := range map[string]struct {
		shout  any
		points string
	}{
		"right":        {func(s string) (string, error) { return strings.ToUpper(s), nil }, "2"},
		"visible only": {func(string) (string, error) { return "LARK", nil }, "1.5"},
		"panics":       {func(s string) (string, error) { panic(s) }, "0.5"},
		"another type": {func(s int) (string, error) { return "LARK", nil }, "0.5"},
	} {
		if v := served(t, c.shout); v.Points.String() != c.points || v.Gone {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

// When a process has ended, its last words may be shown only if it knew nothing that is hidden.
func TestTheEndOfAProcess(t *testing.T) {
	right := func(call uint64, text string) []byte { // "text", nil error, no changes of arguments
		body := append(binary.BigEndian.AppendUint32([]byte{0, 0, 0, 2, 's'}, uint32(len(text))), text...)
		body = append(body, 'e', 0, 0)
		m := binary.BigEndian.AppendUint64([]byte{'R'}, call)
		return append(binary.BigEndian.AppendUint32(m, uint32(len(body))), body...)
	}
	for name, c := range map[string]struct {
		sent   []byte
		points string
		hidden bool
	}{
		"before hidden tests": {nil, "0", false},
		"in hidden tests":     {right(1, "LARK"), "1", true},
		"after hidden tests":  {append(right(1, "LARK"), right(2, strings.ToUpper(hidden))...), "1.5", true},
	} {
		v := run(t, bytes.NewReader(c.sent), io.Discard)
		if v.Points.String() != c.points || !v.Gone || v.Hidden != c.hidden {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

// FuzzChecker: whatever a process sends, there is a verdict, and it does not tell what was hidden.
func FuzzChecker(f *testing.F) {
	f.Add([]byte(nil))
	f.Add([]byte("R\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x10\x00\x00\x00\x02s\x00\x00\x00\x04LARKe\x00\x00"))
	f.Add([]byte("P\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x01xP\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00\x01yC\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x0b\x00\x00\x00\x07Earlier"))
	f.Fuzz(func(t *testing.T, sent []byte) {
		v := run(t, bytes.NewReader(sent), io.Discard)
		for _, n := range v.Notes {
			if n.Hidden && n.Text != "other names" && n.Text != "Shout panicked" && n.Text != "Shout gave no proper answer" && !strings.HasSuffix(n.Text, "its program has ended") {
				t.Errorf("a hidden note says %q", n.Text)
			}
		}
		if v.Points.Cmp(points.Of(1)) > 0 && !bytes.Contains(sent, []byte(strings.ToUpper(hidden))) && v.Parts[1].Points.Sign() > 0 {
			t.Errorf("%+v", v)
		}
	})
}
