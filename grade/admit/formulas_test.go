package admit_test

import (
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/admit"
	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/internal/doctable"
)

const page = "../../docs/teach-formulas.md"

// The tables of the page, in the order of its sections.

func TestSheet(t *testing.T) {
	for _, row := range doctable.Read(t, page, "parts") {
		s := rules(t, row.Cell["rule"]).Score(work(t, row.Cell["parts"], row.Cell["late"]), nil)
		compare(t, row, map[string]string{
			"earned": s.Earned.String(), "penalty": s.Penalty.String(), "score": s.Points.String(), "lowest": s.Least.String(), "highest": s.Most.String(),
			"maximum": s.Max.String(),
		})
		if open := strings.Contains(row.Cell["parts"], "?") || strings.Contains(row.Cell["parts"], "may still come"); s.Open != open {
			t.Errorf("%s: open is %v, want %v", row.Place, s.Open, open)
		}
	}
}

func TestSecond(t *testing.T) {
	for _, row := range doctable.Read(t, page, "first") {
		formula, err := admit.ParseSecond(row.Cell["formula"])
		if err != nil {
			t.Fatal(err)
		}
		var second *admit.Work
		if text := row.Cell["second"]; text != "none" {
			w := work(t, text, "in time")
			second = &w
		}
		s := admit.Rules{Second: formula}.Score(work(t, row.Cell["first"], "in time"), second)
		compare(t, row, map[string]string{"score": s.Points.String()})
	}
}

func TestCourse(t *testing.T) {
	for _, row := range doctable.Read(t, page, "scores") {
		var scores []admit.Score
		for text := range strings.SplitSeq(row.Cell["scores"], "; ") {
			scores = append(scores, score(text))
		}
		share, err := admit.ParseShare(row.Cell["needed"])
		if err != nil {
			t.Fatal(err)
		}
		v := admit.Course(share, scores)
		compare(t, row, map[string]string{
			"points": v.Points.String(), "maximum": v.Max.String(), "share": v.Share.Percent(), "admitted": string(v.Admitted),
		})
	}
}

func compare(t *testing.T, row doctable.Row, got map[string]string) {
	t.Helper()
	for name, value := range got {
		if want, there := row.Cell[name]; there && value != want {
			t.Errorf("%s: %s is %s, and the page says %s", row.Place, name, value, want)
		}
	}
}

// rules reads "1/10 per day, grace 10m".
func rules(t *testing.T, text string) admit.Rules {
	t.Helper()
	penalty, grace, _ := strings.Cut(text, ", grace ")
	late, err := admit.ParseLate(penalty)
	if err != nil {
		t.Fatal(err)
	}
	if grace != "" {
		if late.Grace, err = time.ParseDuration(grace); err != nil {
			t.Fatal(err)
		}
	}
	return admit.Rules{Late: late}
}

// work reads "4 of 4; 3? of 4; ? of 2 bonus" or "not handed in: 4, 2 bonus".
func work(t *testing.T, text, late string) admit.Work {
	t.Helper()
	var w admit.Work
	if how, maxima, found := strings.Cut(text, ": "); found {
		w.Missing, w.Waiting = how == "not handed in", how == "may still come"
		text = "0 of " + strings.ReplaceAll(maxima, ", ", "; 0 of ")
	} else if late != "in time" {
		d, err := time.ParseDuration(late)
		if err != nil {
			t.Fatal(err)
		}
		w.Late = d
	}
	for part := range strings.SplitSeq(text, "; ") {
		earned, limit, _ := strings.Cut(part, " of ")
		limit, bonus := strings.CutSuffix(limit, " bonus")
		earned, open := strings.CutSuffix(earned, "?")
		w.Parts = append(w.Parts, admit.Part{Max: points.Must(limit), Earned: points.Must("0" + earned), Bonus: bonus, Open: open})
	}
	return w
}

// score reads "5 of 10", "0 … 8 of 10" or "excused of 10".
func score(text string) admit.Score {
	if text == "not released" {
		return admit.Rules{}.Score(admit.Work{Waiting: true}, nil)
	}
	earned, limit, _ := strings.Cut(text, " of ")
	s := admit.Score{Max: points.Must(limit)}
	if earned == "excused" {
		s.Excused, s.Points, s.Most = true, points.Of(7), points.Of(7)
		return s
	}
	least, most, open := strings.Cut(earned, " … ")
	s.Points, s.Least, s.Most, s.Open = points.Must(least), points.Must(least), points.Must(least), open
	if open {
		s.Most = points.Must(most)
	}
	return s
}
