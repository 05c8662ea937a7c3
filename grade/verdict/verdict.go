package verdict

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/sheet"
)

// MaxLength is the length in bytes of the longest verdict: that many notes of that many characters, each written as \u003c, leave room for the parts.
const MaxLength = 2 << 20

// maxNotes and maxText bound what students are shown.
const (
	maxNotes = 50
	maxText  = 2000
)

// The values of Status.
const (
	Passed  = "passed"
	Partial = "partial"
	Failed  = "failed"
)

// Verdict says what a test found.
type Verdict struct {
	Test    string        `json:"test"`
	Status  string        `json:"status"`
	Points  points.Points `json:"points"`
	Maximum points.Points `json:"maximum"`
	Passed  int           `json:"passed"` // of the checks
	Checks  int           `json:"checks"`
	Gone    bool          `json:"gone"`   // the student's program ended or sent nonsense
	Hidden  bool          `json:"hidden"` // hidden tests had begun by then, so that nothing it said may be shown
	Parts   []Part        `json:"parts"`
	Notes   []Note        `json:"notes"`
}

// Part is what a part of the test earned.
type Part struct {
	Name    string        `json:"name"`
	Points  points.Points `json:"points"`
	Maximum points.Points `json:"maximum"`
}

// Note is a check that failed, in words for the student.
type Note struct {
	Part   string `json:"part"` // its name, or ""
	Hidden bool   `json:"hidden"`
	Text   string `json:"text"`
}

// Of makes a verdict of a test's result. The error is the author's: parts that don't add up.
func Of(test string, maximum points.Points, r sheet.Result) (Verdict, error) {
	v := Verdict{Test: test, Maximum: maximum, Parts: []Part{}, Notes: []Note{}}
	worth := points.Points{}
	base := r.Passed(-1)
	for i, part := range r.Parts {
		most, err := points.Parse(part.Worth)
		if err != nil {
			return v, fmt.Errorf("the part %q of test %s: %w", part.Name, test, err)
		}
		earned := points.Points{}
		if base && r.Passed(i) {
			earned = most
		}
		worth = worth.Plus(most)
		v.Points = v.Points.Plus(earned)
		v.Parts = append(v.Parts, Part{Line(part.Name), earned, most})
	}
	if len(r.Parts) == 0 && base {
		v.Points = maximum
	}
	if len(r.Parts) > 0 && worth.Cmp(maximum) > 0 {
		return v, fmt.Errorf("the parts of test %s are worth %s points, more than the cell's %s", test, worth, maximum)
	}
	v.note(r)
	v.Status = status(v.Points, maximum, v.Passed == v.Checks && v.Checks > 0)
	return v, nil
}

// status of so many points. A test without points passes or fails by its checks.
func status(earned, maximum points.Points, all bool) string {
	switch {
	case earned.Sign() > 0 && earned.Cmp(maximum) < 0:
		return Partial
	case earned.Cmp(maximum) == 0 && (maximum.Sign() > 0 || all):
		return Passed
	}
	return Failed
}

func (v *Verdict) note(r sheet.Result) {
	for _, o := range r.Outcomes {
		v.Checks++
		if o.Passed {
			v.Passed++
			continue
		}
		if len(v.Notes) == maxNotes {
			continue
		}
		n := Note{Hidden: o.Hidden, Text: Line(o.Hint)}
		if o.Part >= 0 {
			n.Part = Line(r.Parts[o.Part].Name)
		}
		if o.Detail != "" {
			n.Text = Line(o.Hint + ": " + o.Detail)
		}
		v.Notes = append(v.Notes, n)
	}
}

// Line makes one line of valid text without control characters, and not too long a one, of what a student's program may have written.
func Line(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 || r == utf8.RuneError {
			return ' '
		}
		return r
	}, text)
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText-len("…")], "") + "…"
	}
	return text
}

// Marshal writes the verdict.
func (v Verdict) Marshal() ([]byte, error) { return json.Marshal(v) }

// Read reads the verdict of a test with so many points at most.
func Read(text []byte, test string, maximum points.Points) (Verdict, error) {
	var v Verdict
	if len(text) > MaxLength {
		return Verdict{}, fmt.Errorf("a verdict of %d bytes is too long", len(text))
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		return Verdict{}, fmt.Errorf("the verdict cannot be read: %w", err)
	}
	if err := v.check(test, maximum); err != nil {
		return Verdict{}, err
	}
	if again, err := v.Marshal(); err != nil || !bytes.Equal(again, text) { // keys twice or in other letters, and whatever else JSON has several ways for, or follows it
		return Verdict{}, errors.New("the verdict is not written as verdicts are")
	}
	return v, nil
}

func (v Verdict) check(test string, maximum points.Points) error {
	switch {
	case v.Parts == nil || v.Notes == nil:
		return errors.New("the verdict lacks its parts or notes")
	case v.Test != test:
		return fmt.Errorf("the verdict is about the test %.40q instead of %s", v.Test, test)
	case v.Maximum.Cmp(maximum) != 0:
		return fmt.Errorf("the verdict's maximum is %s instead of %s", v.Maximum, maximum)
	case v.Points.Sign() < 0 || v.Points.Cmp(maximum) > 0:
		return fmt.Errorf("the verdict has %s of %s points", v.Points, maximum)
	case v.Passed < 0 || v.Passed > v.Checks:
		return fmt.Errorf("the verdict says that %d of %d checks passed", v.Passed, v.Checks)
	case v.Status != status(v.Points, maximum, v.Passed == v.Checks && v.Checks > 0):
		return fmt.Errorf("the verdict's status %.40q does not belong to %s of %s points", v.Status, v.Points, maximum)
	case v.Points.Cmp(maximum) == 0 && maximum.Sign() > 0 && v.Passed != v.Checks:
		return errors.New("the verdict has all points, but not all checks passed")
	case v.Points.Sign() > 0 && v.Passed == 0:
		return errors.New("the verdict has points, but no check passed")
	case len(v.Parts) == 0 && v.Points.Sign() != 0 && v.Points.Cmp(maximum) != 0:
		return errors.New("the verdict has some of the points, but no parts that they are for")
	case len(v.Notes) > maxNotes:
		return errors.New("the verdict has too many notes")
	}
	return v.checkParts()
}

func (v Verdict) checkParts() error {
	sum, worth := points.Points{}, points.Points{}
	for _, p := range v.Parts {
		worth = worth.Plus(p.Maximum)
		if p.Points.Sign() != 0 && p.Points.Cmp(p.Maximum) != 0 || p.Maximum.Sign() < 0 {
			return fmt.Errorf("the verdict gives %s of %s points for a part", p.Points, p.Maximum)
		}
		sum = sum.Plus(p.Points)
	}
	if len(v.Parts) > 0 && sum.Cmp(v.Points) != 0 {
		return fmt.Errorf("the verdict's parts add up to %s instead of %s", sum, v.Points)
	}
	if worth.Cmp(v.Maximum) > 0 {
		return fmt.Errorf("the verdict's parts are worth %s points, more than %s", worth, v.Maximum)
	}
	for _, n := range v.Notes {
		if n.Text != Line(n.Text) || n.Part != Line(n.Part) {
			return errors.New("the verdict has text with control characters, or too long a one")
		}
	}
	return nil
}
