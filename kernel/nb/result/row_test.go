package result

import (
	"encoding/json"
	"testing"
)

func TestRowRoundTrip(t *testing.T) {
	want := Row{Name: "excess", Value: "0.031 ± 0.004", Exact: "0", Excess: "", Seconds: 1.5}
	text, err := json.Marshal(want.Bundle())
	if err != nil {
		t.Fatal(err)
	}
	var plain any
	if err := json.Unmarshal(text, &plain); err != nil {
		t.Fatal(err)
	}
	if got, err := Parse(plain); got != want || err != nil {
		t.Errorf("got %+v, %v", got, err)
	}
	numbers := want.Bundle()
	numbers["seconds"] = json.Number("1.5") // as nbformat reads it
	if got, err := Parse(numbers); got != want || err != nil {
		t.Errorf("got %+v, %v", got, err)
	}
	for key := range want.Bundle() {
		broken := want.Bundle()
		broken[key] = []any{}
		if _, err := Parse(broken); err == nil {
			t.Errorf("a list as %s gives no error", key)
		}
	}
	if _, err := Parse("text"); err == nil {
		t.Error("text gives no error")
	}
}
