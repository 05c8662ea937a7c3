package nbgrader_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/internal/nbformat"
)

// cellWith is a code cell with the JSON text of metadata.nbgrader.
func cellWith(t *testing.T, meta string) nbformat.Cell {
	t.Helper()
	nb, err := nbformat.Parse([]byte(`{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "id": "a", "source": "", "outputs": [], "execution_count": null,
		"metadata": {"mine": 1, "nbgrader": ` + meta + `}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	return nb.Cells[0]
}

const solution = `"schema_version": 3, "grade": false, "solution": true, "locked": false, "task": false, "grade_id": "square"`

func TestRead(t *testing.T) {
	for text, want := range map[string]nbgrader.Meta{
		`{` + solution + `}`: {Solution: true, ID: "square"},
		`{"schema_version": 3, "grade": true, "solution": false, "locked": true, "grade_id": "t-1", "points": 2.50, "checksum": "dfdec18a3780d5276224a41977f2bc6e", "cell_type": "code"}`: {
			Grade: true, Locked: true, ID: "t-1", Points: points.Must("2.5"), Checksum: "dfdec18a3780d5276224a41977f2bc6e", CellType: "code",
		},
		`{"schema_version": 3, "grade": false, "solution": false, "locked": true, "task": true, "grade_id": "a_B", "points": 0}`: {Task: true, Locked: true, ID: "a_B", Points: points.Of(0)},
		`{"schema_version": 3, "grade": false, "solution": false, "locked": false}`:                                              {},
	} {
		got, found, err := nbgrader.Read(cellWith(t, text))
		if err != nil || !found || got.Points.Cmp(want.Points) != 0 {
			t.Errorf("%s: %+v, %v, %v", text, got, found, err)
		}
		got.Points, want.Points = points.Points{}, points.Points{}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", text, got, want)
		}
	}
	if _, found, err := nbgrader.Read(nbformat.Cell{}); found || err != nil {
		t.Errorf("a cell without metadata: %v, %v", found, err)
	}
}

func TestReadRefuses(t *testing.T) {
	graded := strings.Replace(solution, `"grade": false`, `"grade": true`, 1)
	for text, want := range map[string]string{
		`{"grade": true}`: "`nbgrader update FILE`",
		`{` + strings.Replace(solution, "3", "1", 1) + `}`:   "older version",
		`{` + strings.Replace(solution, "3", "2", 1) + `}`:   "`nbgrader update FILE`",
		`{` + strings.Replace(solution, "3", "4", 1) + `}`:   "of version 4",
		`{` + strings.Replace(solution, "3", `"3"`, 1) + `}`: "older version",
		`[]`:                                                              "not an object",
		`{` + solution + `, "hint": 1}`:                                   `unknown key "hint"`,
		`{` + solution + `, "points": 1}`:                                 "although it is not graded",
		`{` + solution + `, "checksum": "1"}`:                             "no MD5 sum",
		`{` + solution + `, "cell_type": "heading"}`:                      "unknown metadata.nbgrader.cell_type",
		`{` + graded + `}`:                                                "is graded but has no points",
		`{` + graded + `, "points": 1.25}`:                                "multiples of 1/2",
		`{` + graded + `, "points": -1}`:                                  "possible are 0 to 1000",
		`{` + graded + `, "points": 1000.5}`:                              "possible are 0 to 1000",
		`{` + graded + `, "points": 1e2}`:                                 "no number of points",
		`{` + graded + `, "points": "2"}`:                                 "not a number",
		`{` + graded + `, "points": null}`:                                "not a number",
		`{` + strings.Replace(solution, "true", `"yes"`, 1) + `}`:         "metadata.nbgrader.solution has a value of the wrong type",
		`{` + strings.Replace(solution, `"square"`, `""`, 1) + `}`:        "no metadata.nbgrader.grade_id",
		`{` + strings.Replace(solution, `"square"`, `"a b"`, 1) + `}`:     `the grade_id "a b"`,
		`{` + strings.Replace(solution, `"square"`, `"a\n"`, 1) + `}`:     "the grade_id",
		`{` + strings.Replace(solution, `"square"`, `"../../x"`, 1) + `}`: "the grade_id",
	} {
		_, found, err := nbgrader.Read(cellWith(t, text))
		if !found || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want an error with %q", text, err, want)
		}
	}
}

// What is put is read back, beside what else was there, and the copy that it came from does not change.
func TestPut(t *testing.T) {
	before := cellWith(t, `{`+solution+`}`)
	after := before
	want := nbgrader.Meta{Grade: true, Solution: true, ID: "plot", Points: points.Must("2.5"), CellType: "code"}
	want.Put(&after)
	got, _, err := nbgrader.Read(after)
	if err != nil || got.ID != "plot" || got.Points.Cmp(want.Points) != 0 || after.Metadata["mine"] != json.Number("1") {
		t.Errorf("%+v, %v, %v", got, err, after.Metadata)
	}
	if old, _, _ := nbgrader.Read(before); old.ID != "square" {
		t.Errorf("the first cell has become %+v", old)
	}
	text, err := json.Marshal(after.Metadata["nbgrader"])
	if err != nil || !strings.Contains(string(text), `"points":2.5`) || strings.Contains(string(text), "checksum") {
		t.Errorf("%s, %v", text, err)
	}
}

// Text that a person marks, and tasks.
func TestSumOfMarkdown(t *testing.T) {
	for want, c := range map[string]struct {
		meta   nbgrader.Meta
		source string
	}{
		"f974e6bb7c992f4ac3d29551ff7d08e1": {nbgrader.Meta{Grade: true, Solution: true, Locked: true, ID: "why", Points: points.Half()}, "Because."},
		"295cee920a8372741fd4b76211b3b48e": {nbgrader.Meta{Task: true, Locked: true, ID: "derive", Points: points.Of(3)}, "Derive ü."},
	} {
		if got := c.meta.Sum("markdown", c.source); got != want {
			t.Errorf("%s: got %s, want %s", c.meta.ID, got, want)
		}
	}
}

// The sums come from nbgrader.utils.compute_checksum of nbgrader 0.9.6.
func TestSum(t *testing.T) {
	for want, c := range map[string]struct {
		meta   nbgrader.Meta
		source string
	}{
		"97cf5bda0e4c454de704c5aa54371b12": {nbgrader.Meta{Grade: true, Locked: true, ID: "a-B_1", Points: points.Of(1000)}, ""},
		"0da1083e4033429d0f0b54bd8f42dfcc": {nbgrader.Meta{Solution: true, ID: "square"}, "func square(x int) int { return x*x }"},
		"dfdec18a3780d5276224a41977f2bc6e": {nbgrader.Meta{Grade: true, Locked: true, ID: "test_square", Points: points.Of(2)}, "%%\nif square(12) != 144 { panic(\"wrong\") }"},
		"c0796f973192849ea988a4a308046867": {nbgrader.Meta{Grade: true, ID: "test_with_log", Points: points.Of(1)}, "%%\nlog.Println(\"checking\")\nif square(3) != 9 { panic(\"wrong\") }"},
	} {
		if got := c.meta.Sum("code", c.source); got != want {
			t.Errorf("%s: got %s, want %s", c.meta.ID, got, want)
		}
	}
}
