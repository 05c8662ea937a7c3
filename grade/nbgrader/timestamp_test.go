package nbgrader

import (
	"testing"
	"time"
)

// The first is from nbgrader's own documentation.
func TestParseTime(t *testing.T) {
	for text, want := range map[string]string{
		"2015-02-02 14:58:23.948203 America/Los_Angeles": "2015-02-02T22:58:23.948203Z",
		"2026-12-01 18:00:00 UTC\n":                      "2026-12-01T18:00:00Z",
		"2026-12-01 18:00:00.5 +0100":                    "2026-12-01T17:00:00.5Z",
		"2026-07-01 18:00:00 Europe/Berlin":              "2026-07-01T16:00:00Z",
		"2026-12-01 18:00:00":                            "2026-12-01T18:00:00Z",
	} {
		got, err := ParseTime(text)
		if err != nil || got.Format(time.RFC3339Nano) != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
		if back, err := ParseTime(FormatTime(got)); err != nil || !back.Equal(got) {
			t.Errorf("%q comes back as %v, %v", FormatTime(got), back, err)
		}
	}
	for _, text := range []string{"", "tomorrow", "2026-12-01", "2026-12-01 25:00:00 UTC", "2026-12-01 18:00:00 Middle-earth", "2026-12-01 18:00:00 Local", "2026-12-01 18:00:00 UTC UTC", "2026-12-01 18:00:00 ../../etc/passwd"} {
		if got, err := ParseTime(text); err == nil {
			t.Errorf("%q is %v", text, got)
		}
	}
}
