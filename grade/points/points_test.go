package points

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"3": "3", "2.5": "2.5", "2.50": "2.5", "-1.25": "-1.25", "1/3": "1/3", "2/4": "0.5", "0": "0", "007": "7", "-0": "0",
	} {
		p, err := Parse(text)
		if err != nil || p.String() != want {
			t.Errorf("Parse(%q) = %v, %v, want %s", text, p, err, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"": "no number", "2,5": "decimal comma", "NaN": "no number", "Inf": "no number", "1e3": "no number", "+1": "no number", " 1": "no number",
		"1 ": "no number", ".5": "no number", "5.": "no number", "1/0": "no number", "1/": "no number", "0x10": "no number", "1_000": "no number",
		"--1": "no number", "1.2.3": "no number", "1/2/3": "no number", "=1+1": "no number", strings.Repeat("9", 41): "too long",
	} {
		if _, err := Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Parse(%q): error %v, want one with %q", text, err, want)
		}
	}
}

// Exactly half must be recognised where floats would not add up.
func TestExact(t *testing.T) {
	var sum Points
	for range 10 {
		sum = sum.Plus(Must("0.1"))
	}
	if sum.Cmp(Of(1)) != 0 {
		t.Errorf("ten times 0.1 is %v", sum)
	}
	half, err := Sum(Must("1/3"), Must("1/6")).Over(Of(1))
	if err != nil || half.Cmp(Half()) != 0 {
		t.Errorf("1/3 + 1/6 is %v, %v", half, err)
	}
	if _, err := Half().Over(Points{}); err == nil {
		t.Error("division by zero is no error")
	}
}

func TestPercent(t *testing.T) {
	for text, want := range map[string]string{"1/2": "50.0 %", "4999/10000": "49.9 %", "2/3": "66.6 %", "1": "100.0 %", "0": "0.0 %", "-1/3": "-33.4 %"} {
		if got := Must(text).Percent(); got != want {
			t.Errorf("%s is %q, want %q", text, got, want)
		}
	}
}

// What is written is read back, as text and in JSON; sums do not depend on their order.
func TestProperties(t *testing.T) {
	some := rapid.Custom(func(t *rapid.T) Points {
		p, err := Of(rapid.Int64Range(-1e6, 1e6).Draw(t, "numerator")).Over(Of(rapid.Int64Range(1, 1e6).Draw(t, "denominator")))
		if err != nil {
			t.Fatal(err)
		}
		return p
	})
	rapid.Check(t, func(t *rapid.T) {
		p, q := some.Draw(t, "p"), some.Draw(t, "q")
		text, err := json.Marshal(p)
		var back Points
		if err != nil || json.Unmarshal(text, &back) != nil || back.Cmp(p) != 0 {
			t.Fatalf("%v became %s became %v (%v)", p, text, back, err)
		}
		if p.Plus(q).Cmp(q.Plus(p)) != 0 || p.Plus(q).Minus(q).Cmp(p) != 0 {
			t.Fatalf("sums of %v and %v differ", p, q)
		}
	})
}
