package run

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/verdict"
)

// The page on the format shows a record that the program reads, and names every key.
func TestThePageOnTheFormat(t *testing.T) {
	page, err := os.ReadFile("../../docs/grading-json.md")
	must(t, err)
	block := regexp.MustCompile("(?s)```json\n(.*?)```").FindSubmatch(page)
	if block == nil {
		t.Fatal("the page has no record")
	}
	d := json.NewDecoder(strings.NewReader(string(block[1])))
	d.DisallowUnknownFields()
	var r Record
	must(t, d.Decode(&r))
	if len(r.Results) != 1 || len(r.Results[0].Parts) != 2 || r.Format != 1 {
		t.Errorf("got %+v", r)
	}
	r.Problem = "shown"
	r.Results[0].Notes = []verdict.Note{{Text: "shown"}}
	text, err := json.Marshal(r)
	must(t, err)
	var keys map[string]any
	must(t, json.Unmarshal(text, &keys))
	for key := range keys {
		if key != "results" && !strings.Contains(string(page), "`"+key+"`") {
			t.Errorf("the page does not name %s", key)
		}
	}
}
