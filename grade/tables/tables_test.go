package tables_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/admit"
	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/tables"
)

var known = tables.Known{
	Students: []book.Student{{ID: "ada", Name: "Ada"}, {ID: "bob", Name: "Bob"}},
	Sheets: []book.Sheet{{Name: "22-flows", Cells: []book.Cell{
		{ID: "a", Points: points.Of(3)}, {ID: "b", Points: points.Of(2)}, {ID: "old", Points: points.Of(2), Dropped: true},
	}}},
}

func TestReadPoints(t *testing.T) {
	text := "\uFEFFid,sheet,cell,points,round,comment\r\nada,22-flows,a,2.5,,\"two\nlines\"\nada,22,b,1/3,1,'=fine\nada,22,a,0,2,\n"
	marks, err := tables.ReadPoints("p.csv", strings.NewReader(text), known)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range marks {
		got = append(got, strings.Join([]string{m.Student, m.Sheet, m.Cell, m.Points.String(), m.Comment}, "|"))
	}
	if want := []string{"ada|22-flows|a|2.5|two\nlines", "ada|22-flows|b|1/3|=fine", "ada|22-flows|a|0|"}; !reflect.DeepEqual(got, want) || marks[2].Round != 2 {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Each mistake is refused with its line, and then there are no marks at all.
func TestReadPointsRefuses(t *testing.T) {
	const header = "id,sheet,cell,points\nada,22,a,1\n"
	for text, want := range map[string]string{
		header + "zoe,22,a,1\n":                      `p.csv:3: there is no student "zoe"`,
		header + "ada,22-flows,a,2\n":                "p.csv:3: points of ada for a of 22-flows are there twice, first at p.csv:2",
		header + "bob,22,a,NaN\n":                    `p.csv:3: "NaN" is no number`,
		header + "bob,22,a,-1\n":                     "p.csv:3: -1 points are negative",
		header + "bob,22,a,3.5\n":                    "p.csv:3: 3.5 points are more than the maximum of a, which is 3",
		header + "bob,22,a,\"2,5\"\n":                `p.csv:3: "2,5" has a decimal comma`,
		header + "bob,22,a,2,5\n":                    "p.csv:3: 5 fields in 4 columns: is there a decimal comma",
		header + "bob,22,a\n":                        "p.csv:3: 3 fields",
		header + "bob,22,a,\n":                       "p.csv:3: \"\" is no number",
		header + "bob,22,a, 1\n":                     "p.csv:3: \" 1\" is no number",
		header + "bob,22,a,1e1\n":                    "p.csv:3: ",
		header + "bob,22,c,1\n":                      `p.csv:3: the sheet 22-flows has no task "c"`,
		header + "bob,22,old,1\n":                    `has no task "old"`,
		header + "bob,23,a,1\n":                      `p.csv:3: there is no sheet "23"`,
		header + "\n\nbob,22,a,x\n":                  "p.csv:5: ",
		header + "bob,22,\"a,1\n":                    "p.csv:3: extraneous",
		header + "\"bob\x00\",22,a,1\n":              "control character",
		header + "b\xffb,22,a,1\n":                   "not in UTF-8",
		"id;sheet;cell;points\nada;22;a;1\n":         "p.csv:1: the columns are not separated by commas",
		"id,sheet,cell\n":                            `p.csv:1: the column "points" is missing`,
		"id,sheet,cell,points,id\n":                  `p.csv:1: the column "id" is there twice`,
		"id,sheet,cell,points,grade\n":               `p.csv:1: the column "grade" is not known`,
		"":                                           "p.csv: the first line",
		"id,sheet,cell,points,round\nada,22,a,1,3\n": `p.csv:2: "3" is no round`,
		"id,sheet,cell,points\n" + strings.Repeat("zoe,22,a,1\n", 15): "and 5 more lines",
	} {
		marks, err := tables.ReadPoints("p.csv", strings.NewReader(text), known)
		if err == nil || !strings.Contains(err.Error(), want) || marks != nil {
			t.Errorf("%q: %v, %v, want %q", text, marks, err, want)
		}
	}
}

func TestRoster(t *testing.T) {
	students := []book.Student{
		{ID: "1234567", Name: `=HYPERLINK("x")`, Email: "a@b.org", Class: "-3", Tutor: "@eve"}, {ID: "-x", Name: "'=twice"}, {ID: "y", Name: `O'Neil, "Jo"`},
	}
	var b strings.Builder
	if err := tables.WriteRoster(&b, students); err != nil {
		t.Fatal(err)
	}
	if want := "id,name,email,group,tutor\n1234567,\"'=HYPERLINK(\"\"x\"\")\",a@b.org,'-3,'@eve\n'-x,''=twice,,,\ny,\"O'Neil, \"\"Jo\"\"\",,,\n"; b.String() != want {
		t.Errorf("wrote %q, want %q", b.String(), want)
	}
	back, err := tables.ReadRoster("r.csv", strings.NewReader(b.String()))
	if err != nil || !reflect.DeepEqual(back, students) {
		t.Errorf("read back %+v, %v", back, err)
	}
}

func TestReadRosterRefuses(t *testing.T) {
	const header = "id,name,email,group,tutor\nada,Ada,,,\n"
	for text, want := range map[string]string{
		header + "ada,Other,,,\n":         `r.csv:3: the id "ada" is there twice, first at r.csv:2`,
		header + "a b,Bob,,,\n":           "r.csv:3: \"a b\" is no id",
		header + "..,Bob,,,\n":            "is no id",
		header + "bob,,,,\n":              "r.csv:3: the name is missing",
		header + "bob,Bob,bob at x,,\n":   "r.csv:3: \"bob at x\" is no e-mail",
		header + "bob,Bob,,,,\n":          "r.csv:3: 6 fields",
		"id,name\nada,Ada\n":              `r.csv:1: the column "email" is missing`,
		"name,id,email,group,tutor,age\n": `"age" is not known`,
	} {
		students, err := tables.ReadRoster("r.csv", strings.NewReader(text))
		if err == nil || !strings.Contains(err.Error(), want) || students != nil {
			t.Errorf("%q: %v, %v, want %q", text, students, err, want)
		}
	}
}

func TestResults(t *testing.T) {
	at := time.Date(2026, 12, 1, 18, 0, 0, 0, time.FixedZone("", 3600))
	score := admit.Score{Earned: points.Must("2.5"), Penalty: points.Half(), Points: points.Of(2), Least: points.Of(2), Most: points.Of(2), Max: points.Of(4)}
	excused := score
	excused.Excused = true
	results := []book.Result{{
		Student: book.Student{ID: "ada", Name: "Ada King Lovelace", Email: "+a@b.org"},
		Sheets:  []book.SheetResult{{Sheet: "22-flows", Due: at, At: at.Add(time.Hour), Score: score}, {Sheet: "23-sbi", Score: excused}, {Sheet: "24-x", Score: admit.Score{Max: points.Of(1)}}},
		Verdict: admit.Course(points.Half(), []admit.Score{score}),
	}, {Student: book.Student{ID: "bob", Name: "=Bob, Jr"}}}
	var nb, exam strings.Builder
	if err := tables.WriteNbgrader(&nb, results); err != nil {
		t.Fatal(err)
	}
	if err := tables.WriteExam(&exam, results); err != nil {
		t.Fatal(err)
	}
	if want := `assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score,late_submission_penalty,score,max_score
22-flows,2026-12-01 17:00:00,2026-12-01 18:00:00,ada,Lovelace,Ada King,'+a@b.org,2.5,0.5,2,4
24-x,,,ada,Lovelace,Ada King,'+a@b.org,0,0,0,1
`; nb.String() != want {
		t.Errorf("got\n%s", nb.String())
	}
	if want := "id,name,points,maximum,share,admitted\nada,Ada King Lovelace,2,4,50.0 %,yes\nbob,\"'=Bob, Jr\",0,0,0.0 %,\n"; exam.String() != want {
		t.Errorf("got\n%s", exam.String())
	}
}

// Points that are written are read back the same.
func TestPointsRoundTrip(t *testing.T) {
	grades := []book.Grade{
		{Student: "ada", Sheet: "22-flows", Round: 1, Cell: known.Sheets[0].Cells[0], Points: points.Must("1/3"), Comment: "=1+1\n'quoted', \"said\""},
		{Student: "bob", Sheet: "22-flows", Round: 2, Cell: known.Sheets[0].Cells[1], Points: points.Must("1.25")},
		{Student: "bob", Sheet: "22-flows", Round: 1, Cell: known.Sheets[0].Cells[1], Points: points.Of(1), Open: true},
	}
	var b strings.Builder
	if err := tables.WritePoints(&b, grades); err != nil {
		t.Fatal(err)
	}
	marks, err := tables.ReadPoints("p.csv", strings.NewReader(b.String()), known)
	if err != nil || len(marks) != 2 {
		t.Fatalf("%q: %v, %v", b.String(), marks, err)
	}
	for i, m := range marks {
		if g := grades[i]; m.Student != g.Student || m.Round != g.Round || m.Cell != g.Cell.ID || m.Points.Cmp(g.Points) != 0 || m.Comment != g.Comment {
			t.Errorf("%+v became %+v", g, m)
		}
	}
}

// FuzzReadPoints: whatever is read lies between zero and the maximum and is read again from what is written of it.
func FuzzReadPoints(f *testing.F) {
	for _, text := range []string{
		"id,sheet,cell,points\nada,22,a,1\n", "id,sheet,cell,points,round,comment\nbob,22-flows,b,1/3,2,'=x\n", "id;sheet\n", "\"id", "\uFEFFid,sheet,cell,points\r\n'ada,22,a,2.50\r\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		marks, err := tables.ReadPoints("p.csv", strings.NewReader(text), known)
		if err != nil {
			return
		}
		var grades []book.Grade
		for _, m := range marks {
			if m.Points.Sign() < 0 || m.Points.Cmp(points.Of(3)) > 0 {
				t.Errorf("%s points", m.Points)
			}
			grades = append(grades, book.Grade{Student: m.Student, Sheet: m.Sheet, Round: m.Round, Cell: book.Cell{ID: m.Cell}, Points: m.Points, Comment: m.Comment})
		}
		var b strings.Builder
		if err = tables.WritePoints(&b, grades); err != nil {
			t.Fatal(err)
		}
		again, err := tables.ReadPoints("p.csv", strings.NewReader(b.String()), known)
		if err != nil || len(again) != len(marks) {
			t.Fatalf("%q: %v", b.String(), err)
		}
		for i := range again {
			if again[i].Points.Cmp(marks[i].Points) != 0 || strings.ReplaceAll(again[i].Comment, "\r\n", "\n") != strings.ReplaceAll(marks[i].Comment, "\r\n", "\n") {
				t.Errorf("%+v became %+v", marks[i], again[i])
			}
		}
	})
}
