package program

import (
	"bytes"
	"context"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/program/sheettest"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/grade/source"
	"github.com/gensci/gensci/grade/verdict"
)

func file(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// plain runs tools without a box.
type plain struct{ tools *Tools }

func (plain) Seen(tools, folder string) (string, string) { return tools, folder }

func (p plain) Tool(ctx context.Context, folder, tool string, args ...string) (string, bool, string, error) {
	cmd := exec.CommandContext(ctx, filepath.Join(p.tools.Folder, tool), args...)
	cmd.Dir, cmd.Env = folder, []string{"TMPDIR=" + folder}
	out, err := cmd.CombinedOutput()
	return string(out), err == nil, "", nil
}

var checkout = sync.OnceValue(func() string {
	dir, err := filepath.Abs("../..")
	if err != nil {
		panic(err)
	}
	return dir
})

// built is a sheet with its checker.
type built struct {
	*testing.T
	plan   *Plan
	tools  *Tools
	folder string // of the checker
	max    map[string]points.Points
}

func build(t *testing.T, sheet *release.Sheet) *built {
	t.Helper()
	plan, err := New(sheet)
	if err != nil {
		t.Fatal(err)
	}
	checker, err := plan.Checker()
	if err != nil {
		t.Fatal(err)
	}
	b := &built{t, plan, nil, t.TempDir(), map[string]points.Points{}}
	b.tools, err = Prepare(t.Context(), checkout(), t.TempDir(), append(plan.Packages(checker), "os"))
	if err != nil {
		t.Fatal(err)
	}
	problems, err := b.tools.Build(t.Context(), plain{b.tools}, checker, b.folder)
	if err != nil || len(problems) > 0 {
		for _, p := range checker.Packages {
			for name, text := range p.Files {
				t.Logf("%s\n%s", name, text)
			}
		}
		t.Fatalf("the checker: %v %v", problems, err)
	}
	for _, c := range sheet.Cells {
		b.max[c.ID] = c.Points
	}
	return b
}

// answers are the master's own, with some cells replaced.
func (b *built) answers(replaced map[string]string) map[string]string {
	out := map[string]string{}
	for _, c := range b.plan.cells {
		if c.Kind == release.Solution {
			out[c.ID] = c.Source
		}
	}
	for id, text := range replaced {
		out[id] = text
	}
	return out
}

// student builds the program of some answers for a test.
func (b *built) student(test string, answers map[string]string) (folder string, problems []source.Problem) {
	b.Helper()
	folder = b.TempDir()
	src, problems := b.plan.Student(test, answers)
	if len(problems) > 0 {
		return "", problems
	}
	problems, err := b.tools.Build(b.Context(), plain{b.tools}, src, folder)
	if err != nil {
		b.Fatal(err)
	}
	return folder, problems
}

// grade runs a test without boxes.
func (b *built) grade(test, folder string) verdict.Verdict {
	b.Helper()
	callsOut, callsIn := b.pipe()
	answersOut, answersIn := b.pipe()
	verdictOut, verdictIn := b.pipe()
	student := exec.Command(filepath.Join(folder, Binary))
	student.ExtraFiles, student.Env = []*os.File{callsOut, answersIn}, []string{}
	checker := exec.Command(filepath.Join(b.folder, Binary), test, b.max[test].String())
	checker.ExtraFiles, checker.Env = []*os.File{answersOut, callsIn, verdictIn}, []string{"GENSCI_SEED=" + strings.Repeat("2a", 32)}
	var said bytes.Buffer
	checker.Stderr = &said
	for _, cmd := range []*exec.Cmd{student, checker} {
		if err := cmd.Start(); err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	}
	for _, f := range []*os.File{callsOut, callsIn, answersOut, answersIn, verdictIn} {
		f.Close()
	}
	text := make([]byte, verdict.MaxLength)
	n := 0
	for {
		k, err := verdictOut.Read(text[n:])
		if n += k; err != nil {
			break
		}
	}
	v, err := verdict.Read(text[:n], test, b.max[test])
	if err != nil {
		b.Fatalf("%v: %s", err, said.String())
	}
	return v
}

func (b *built) pipe() (out, in *os.File) {
	out, in, err := os.Pipe()
	if err != nil {
		b.Fatal(err)
	}
	return out, in
}

func TestTheMasterEarnsAllPoints(t *testing.T) {
	b := build(t, sheettest.Read(t, file(t, "sheet.txt")))
	for _, test := range b.plan.Tests() {
		folder, problems := b.student(test, b.answers(nil))
		if len(problems) > 0 {
			t.Errorf("%s: %v", test, problems)
			continue
		}
		if v := b.grade(test, folder); v.Status != verdict.Passed || v.Points.Cmp(b.max[test]) != 0 {
			t.Errorf("%s: %+v", test, v)
		}
	}
}

func TestAnswers(t *testing.T) {
	b := build(t, sheettest.Read(t, file(t, "sheet.txt")))
	for name, c := range map[string]struct {
		test    string
		answers map[string]string
		points  string
		want    string // in a note or problem
	}{
		"stub":                         {"test_square", map[string]string{"square": "func Square(x float64) float64 {\n\tpanic(\"not implemented\")\n}"}, "0", "Square panicked: not implemented"},
		"visible only":                 {"test_square", map[string]string{"square": "func Square(x float64) float64 { return 4 }"}, "0", "squares of other numbers"},
		"earlier part wrong":           {"test_fourth", map[string]string{"square": "func Square(x float64) float64 { return 0 }"}, "1", ""},
		"earlier part broken":          {"test_fourth", map[string]string{"square": "func Square(x float64 { return 0 }"}, "1", ""},
		"earlier part missing":         {"test_fourth", map[string]string{"square": ""}, "1", ""},
		"helper in the cell":           {"test_square", map[string]string{"square": "func Square(x float64) float64 { return times(x, x) }\nfunc times(a, b float64) float64 { return a * b }"}, "2", ""},
		"helper in another cell":       {"test_fourth", map[string]string{"square": "func Square(x float64) float64 { return 1 }\nfunc p4(x float64) float64 { return x*x*x*x }", "fourth": "func Fourth(x float64) float64 { return p4(x) }"}, "1", ""},
		"statements":                   {"test_square", map[string]string{"square": "func Square(x float64) float64 { return x * x }\nfmt.Println(Square(3))"}, "2", ""},
		"imports by themselves":        {"test_square", map[string]string{"square": "func Square(x float64) float64 { return math.Pow(x, 2) }"}, "2", ""},
		"parameter named as a package": {"test_square", map[string]string{"square": "func Square(math float64) float64 { return math * math }"}, "2", ""},
		"signature":                    {"test_square", map[string]string{"square": "func Square(x int) int { return x * x }"}, "", "Square does not have the signature that the sheet asks for"},
		"missing":                      {"test_square", map[string]string{"square": "func square(x float64) float64 { return x * x }"}, "", "it has no function Square; the sheet asks for func Square(x float64) float64"},
		"compile error":                {"test_square", map[string]string{"square": "func Square(x float64) float64 {\n\treturn y\n}"}, "", "cell square, line 2: undefined: y"},
		"no such package":              {"test_square", map[string]string{"square": "import \"os\"\nfunc Square(x float64) float64 { os.Exit(0); return x }"}, "", "not on this sheet's list"},
		"partial":                      {"test_euler", map[string]string{"euler": "func Euler(f func(t, y float64) float64, y float64, n int) []float64 {\n\tfor range n { y += f(0, y) / float64(n) }\n\treturn []float64{y}\n}"}, "2", "n steps give n + 1 points: got 1, want 101"},
		"panic in an index":            {"test_euler", map[string]string{"euler": "func Euler(f func(t, y float64) float64, y float64, n int) []float64 { return nil }"}, "0", "the check could not go on: runtime error"},
		"exit":                         {"test_square", map[string]string{"square": "func Square(x float64) float64 { var p *int; go func() { panic(1) }(); select {}; return float64(*p) }"}, "0", "its program has ended"},
		"wrong law":                    {"test_draws", map[string]string{"draws": "func Sample(r *rand.Rand, n int) []Point {\n\tout := make([]Point, n)\n\tfor i := range out { out[i] = Point{r.Float64(), 0} }\n\treturn out\n}"}, "0", "P(R < r) = r²: the distribution functions differ"},
		"NaN":                          {"test_square", map[string]string{"square": "func Square(x float64) float64 { return math.NaN() }"}, "0", "got NaN, want 4"},
	} {
		t.Run(name, func(t *testing.T) {
			b := *b
			b.T = t
			var said []string
			earned := ""
			folder, problems := b.student(c.test, b.answers(c.answers))
			for _, p := range problems {
				said = append(said, p.Error())
			}
			if len(problems) == 0 {
				v := b.grade(c.test, folder)
				earned = v.Points.String()
				for _, n := range v.Notes {
					said = append(said, n.Text)
				}
			}
			if text := strings.Join(said, "\n"); earned != c.points || !strings.Contains(text, c.want) || c.want == "" && text != "" {
				t.Errorf("%q points, want %q; said %q, want %q", earned, c.points, text, c.want)
			}
		})
	}
}

// The student's program must not hold the reference or the tests: what it does not have it cannot find.
func TestNothingOfTheMasterIsInTheStudentsProgram(t *testing.T) {
	sheet := sheettest.Read(t, strings.ReplaceAll(file(t, "sheet.txt"), "return x * x", "const secret = \"the secret of the master\"\n\treturn x * x * float64(len(secret)) / 24"))
	b := build(t, sheet)
	folder, problems := b.student("test_fourth", map[string]string{"fourth": "func Fourth(x float64) float64 { return Square(Square(x)) }"})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if v := b.grade("test_fourth", folder); v.Status != verdict.Passed {
		t.Fatalf("got %+v", v)
	}
	text, err := os.ReadFile(filepath.Join(folder, Binary))
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"the secret of the master", "2⁴", "test_fourth", hex.EncodeToString([]byte("2a"))} {
		if bytes.Contains(text, []byte(secret)) {
			t.Errorf("the student's program holds %q", secret)
		}
	}
}
