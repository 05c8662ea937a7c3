package admit_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/gensci/gensci/grade/admit"
	"github.com/gensci/gensci/grade/points"
)

// What the formulas read is what they write; everything else is refused.
func TestParse(t *testing.T) {
	for text, ok := range map[string]bool{
		"none": true, "refuse": true, "1/10 per day": true, "1 per day": true, "0.25 per day": true,
		"": false, "0 per day": false, "-1/10 per day": false, "1.1 per day": false, "1/10": false, "0,1 per day": false, "1/10 per week": false, "None": false,
	} {
		l, err := admit.ParseLate(text)
		if back, again := admit.ParseLate(l.String()); (err == nil) != ok || ok && (again != nil || back.String() != l.String()) {
			t.Errorf("ParseLate(%q) = %v, %v", text, l, err)
		}
	}
	for text, ok := range map[string]bool{
		"better": true, "0.5 of improvement": true, "1 of improvement": true, "": false, "0 of improvement": false, "3/2 of improvement": false, "worse": false,
	} {
		s, err := admit.ParseSecond(text)
		if back, again := admit.ParseSecond(s.String()); (err == nil) != ok || ok && (again != nil || back.String() != s.String()) {
			t.Errorf("ParseSecond(%q) = %v, %v", text, s, err)
		}
	}
	for text, ok := range map[string]bool{"1/2": true, "1": true, "0.6": true, "0": false, "-1/2": false, "2": false, "50 %": false, "50%": false, "": false} {
		if _, err := admit.ParseShare(text); (err == nil) != ok {
			t.Errorf("ParseShare(%q): %v", text, err)
		}
	}
}

// Whatever is open: the score lies between its bounds, more points never lower it, and marking an open part never leaves the bounds.
func TestBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := admit.Rules{
			Late:   admit.Late{PerDay: fraction(t, "per day"), Refuse: rapid.Bool().Draw(t, "refuse")},
			Second: admit.Second{Share: fraction(t, "share")},
		}
		first, second := drawWork(t), drawWork(t)
		s := rules.Score(first, &second)
		if s.Least.Cmp(s.Points) > 0 || s.Points.Cmp(s.Most) > 0 || s.Least.Sign() < 0 || s.Penalty.Cmp(s.Earned) > 0 {
			t.Fatalf("score %v, bounds %v and %v", s.Points, s.Least, s.Most)
		}
		alone := rules.Score(first, nil)
		if s.Points.Cmp(alone.Points) < 0 {
			t.Fatalf("a second hand-in lowers %v to %v", alone.Points, s.Points)
		}
		for i, p := range first.Parts {
			if p.Open {
				first.Parts[i].Open, first.Parts[i].Earned = false, p.Max.Times(fraction(t, "mark"))
			}
		}
		if marked := rules.Score(first, &second); marked.Least.Cmp(s.Least) < 0 || marked.Most.Cmp(s.Most) > 0 {
			t.Fatalf("marking moved the bounds from %v, %v to %v, %v", s.Least, s.Most, marked.Least, marked.Most)
		}
	})
}

func fraction(t *rapid.T, name string) points.Points {
	p, _ := points.Of(rapid.Int64Range(0, 12).Draw(t, name)).Over(points.Of(12))
	return p
}

func drawWork(t *rapid.T) admit.Work {
	w := admit.Work{Late: time.Duration(rapid.Int64Range(-1e14, 1e15).Draw(t, "late")), Missing: rapid.IntRange(0, 9).Draw(t, "missing") == 0}
	for range rapid.IntRange(0, 4).Draw(t, "parts") {
		limit := points.Of(rapid.Int64Range(0, 5).Draw(t, "max"))
		w.Parts = append(w.Parts, admit.Part{Max: limit, Earned: limit.Times(fraction(t, "earned")), Bonus: rapid.Bool().Draw(t, "bonus"), Open: rapid.Bool().Draw(t, "open")})
	}
	return w
}
