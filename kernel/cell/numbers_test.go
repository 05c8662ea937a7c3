package cell

import "testing"

// again prepares a cell that compiles.
func again(t *testing.T, m *Memory, source string, number int) *Program {
	t.Helper()
	p, err := m.Prepare(t.Context(), source, number)
	if err != nil {
		t.Fatal(err)
	}
	p.Commit()
	return p
}

const breaks = "func f(x []int) int { return x[3] }\n\n%%\nprintln(f(nil))"

func TestACellExecutedAgainIsTheSameProgram(t *testing.T) {
	var m Memory
	first := again(t, &m, breaks, 1)
	other := again(t, &m, "%%\nprintln(f(nil))", 2)
	if p := again(t, &m, breaks, 3); p.Source != first.Source {
		t.Errorf("got\n%s\nafter\n%s", p.Source, first.Source)
	}
	if p := again(t, &m, "%%\nprintln(f(nil))", 4); p.Source != other.Source {
		t.Errorf("got\n%s\nafter\n%s", p.Source, other.Source)
	}
	if p := again(t, &m, breaks+" ", 5); p.Source == first.Source {
		t.Error("an edited cell is the same program")
	}
}

func TestPlacesHaveTheNumberOfTheLastExecution(t *testing.T) {
	var m Memory
	again(t, &m, breaks, 1)
	p := again(t, &m, breaks, 7)
	if got := p.Renumber("main.f()\n\tcell[1]:1 +0x1\n"); got != "main.f()\n\tcell[7]:1 +0x1\n" || p.Line(7, 1) == "" || p.Line(1, 1) != "" {
		t.Errorf("a trace is %q, its line %q", got, p.Line(7, 1))
	}
	if e := p.CompileErrors("cell[1]:1:6: f redeclared\n\tcell[1]:1:6: other declaration\n"); len(e) != 1 || e[0].Cell != 7 || e[0].Message != "f redeclared\n\tcell 7, line 1: other declaration" {
		t.Errorf("compile error %+v", e)
	}
	later := again(t, &m, "%%\nprintln(f(nil))", 8)
	if got, want := later.Renumber("cell[1]:1 cell[8]:2 cell[99]:3"), "cell[7]:1 cell[8]:2 cell[99]:3"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if d := m.Declared(); len(d) != 1 || d[0].Cell != 7 {
		t.Errorf("declared %+v", d)
	}
}
