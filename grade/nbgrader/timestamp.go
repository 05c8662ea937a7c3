package nbgrader

import (
	"errors"
	"os"
	"strings"
	"time"
	_ "time/tzdata" // nbgrader writes names of zones, and not every machine knows them
)

// readTime reads the file with the time of a submission.
func readTime(path string) (time.Time, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return time.Time{}, err
	}
	return ParseTime(string(text))
}

// writtenTime is how nbgrader writes the time of a submission; the name of a zone follows.
const writtenTime = "2006-01-02 15:04:05.000000"

// ParseTime reads the time of a submission: "2015-02-02 14:58:23.948203 America/Los_Angeles", with the zone's offset instead of its name, or without one for UTC.
func ParseTime(text string) (time.Time, error) {
	fields := strings.Fields(text)
	if len(fields) < 2 || len(fields) > 3 {
		return time.Time{}, errNoTime
	}
	clock, zone := fields[0]+" "+fields[1], time.UTC
	if len(fields) == 3 {
		if t, err := time.Parse("2006-01-02 15:04:05 -0700", clock+" "+fields[2]); err == nil {
			return t.UTC(), nil
		}
		var err error
		if zone, err = time.LoadLocation(fields[2]); err != nil || fields[2] == "Local" {
			return time.Time{}, errNoTime
		}
	}
	t, err := time.ParseInLocation("2006-01-02 15:04:05", clock, zone)
	if err != nil {
		return time.Time{}, errNoTime
	}
	return t.UTC(), nil
}

var errNoTime = errors.New("it is no time with a zone, as in 2026-12-01 18:00:00 UTC")

// FormatTime writes a time as nbgrader does, for ParseTime.
func FormatTime(t time.Time) string { return t.UTC().Format(writtenTime) + " UTC\n" }
