package nb

import (
	"errors"
	"os"
	"strconv"
	"testing"
)

func TestMust(t *testing.T) {
	code := 0
	exit = func(c int) { code = c }
	defer func() { exit = os.Exit }()
	if got := Must(strconv.Atoi("42")); got != 42 || code != 0 {
		t.Errorf("without an error: got %d and exit status %d, want 42 and 0", got, code)
	}
	if OK(nil); code != 0 {
		t.Errorf("OK without an error: got exit status %d, want 0", code)
	}
	if Must(0, errors.New("no engine")); code != 1 {
		t.Errorf("with an error: got exit status %d, want 1", code)
	}
}
