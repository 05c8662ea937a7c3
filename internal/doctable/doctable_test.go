package doctable

import (
	"reflect"
	"testing"
)

func TestParse(t *testing.T) {
	text := "| a | b |\n|---|:-:|\n| 1 | `2` |\n|  | 4 |\n\n| b | a |\n|---|---|\n| 5 | 6 |\ntext | a |\n"
	want := []Row{{"x.md:3", map[string]string{"a": "1", "b": "2"}}, {"x.md:4", map[string]string{"a": "", "b": "4"}}}
	if got := parse("x.md", text, "a"); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := parse("x.md", text, "c"); got != nil {
		t.Errorf("got %v from no table", got)
	}
}
