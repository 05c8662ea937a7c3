package nb

import (
	"errors"
	"strconv"
	"testing"

	"github.com/gensci/gensci/kernel/show"
)

// broken is a picture that could not be made.
type broken struct{}

func (broken) MimeBundle() map[string]any { return map[string]any{show.Text: "error: lengths differ"} }
func (broken) Err() error                 { return errors.New("lengths differ") }

func TestBrokenPicturesEndTheCell(t *testing.T) {
	var failed error
	fail = func(err error) { failed = err }
	defer func() { fail = show.Fail }()
	if Show(broken{}); failed == nil || failed.Error() != "lengths differ" {
		t.Errorf("shown: %v", failed)
	}
}

func TestMust(t *testing.T) {
	var failed error
	fail = func(err error) { failed = err }
	defer func() { fail = show.Fail }()
	if got := Must(strconv.Atoi("42")); got != 42 || failed != nil {
		t.Errorf("without an error: got %d and %v, want 42", got, failed)
	}
	if OK(nil); failed != nil {
		t.Errorf("OK without an error: %v", failed)
	}
	if Must(0, errors.New("no engine")); failed == nil || failed.Error() != "no engine" {
		t.Errorf("with an error: %v", failed)
	}
}
