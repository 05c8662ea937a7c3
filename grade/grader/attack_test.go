package grader

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/points"
)

// attack is one file of the corpus.
type attack struct {
	name         string
	expect       []expectation
	says         []string          // in the messages
	blind        bool              // what the student reads does not depend on hidden inputs
	hostile, own map[string]string // cells of the attack and of its honest twin
}

type expectation struct {
	test     string
	statuses []string
	points   points.Points
}

// readAttack reads lines "key: value", and cells after lines "== attack ID" and "== twin ID".
func readAttack(t *testing.T, path string) attack {
	t.Helper()
	a := attack{name: strings.TrimSuffix(filepath.Base(path), ".txt"), hostile: map[string]string{}, own: map[string]string{}}
	parts := strings.Split(read(t, path), "\n== ")
	for line := range strings.Lines(parts[0]) {
		key, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
		switch fields := strings.Fields(value); {
		case strings.HasPrefix(line, "#"):
		case ok && key == "expect" && len(fields) == 3:
			a.expect = append(a.expect, expectation{fields[0], strings.Split(fields[1], "|"), points.Must(fields[2])})
		case ok && key == "says":
			a.says = append(a.says, value)
		case ok && key == "blind" && value == "yes":
			a.blind = true
		default:
			t.Fatalf("%s: %q is no line of an attack; see README.md beside it", path, line)
		}
	}
	for _, part := range parts[1:] {
		head, body, _ := strings.Cut(part, "\n")
		switch role, cell, _ := strings.Cut(head, " "); role {
		case "attack":
			a.hostile[cell] = grown(body)
		case "twin":
			a.own[cell] = grown(body)
		default:
			t.Fatalf("%s: a cell is neither attack nor twin: %q", path, head)
		}
	}
	if len(a.expect) == 0 || len(a.hostile) == 0 || len(a.own) == 0 {
		t.Fatalf("%s: an attack has a line expect:, cells of the attack, and cells of its honest twin", path)
	}
	return a
}

// grown writes out «N|text», N times the text with its number in the place of @, for sources that are large.
func grown(text string) string {
	for {
		before, rest, ok := strings.Cut(text, "«")
		if !ok {
			return text
		}
		inner, after, _ := strings.Cut(rest, "»")
		count, what, _ := strings.Cut(inner, "|")
		n, err := strconv.Atoi(count)
		if err != nil {
			panic("not «N|text»: " + inner)
		}
		var s strings.Builder
		for i := range n {
			s.WriteString(strings.ReplaceAll(what, "@", strconv.Itoa(i)))
		}
		text = before + s.String() + after
	}
}
