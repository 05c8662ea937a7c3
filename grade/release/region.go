package release

import (
	"fmt"
	"strings"
)

// marker is the name of a kind of region: a region begins in a line with BEGIN and the name and ends in one with END and the name.
type marker string

// nbgrader's markers.
const (
	solutions   marker = "SOLUTION"
	hiddenTests marker = "HIDDEN TESTS"
	markScheme  marker = "MARK SCHEME"
)

var markers = []marker{solutions, hiddenTests, markScheme}

// cut is a text without its regions.
type cut struct {
	rest    string   // with the stub in the place of each region
	regions []string // what was between the markers
}

// cut takes the regions of a marker out of a text and puts stub into each place, indented as the line of the marker is. Regions take whole lines.
func (m marker) cut(text, stub string) (cut, error) {
	var rest, region []string
	var c cut
	open := 0
	for i, line := range strings.Split(text, "\n") {
		begins := strings.Contains(line, "BEGIN "+string(m))
		ends := !begins && strings.Contains(line, "END "+string(m))
		switch {
		case begins && open > 0:
			return cut{}, fmt.Errorf("has BEGIN %s in line %d inside of the one in line %d; end that first", m, i+1, open)
		case ends && open == 0:
			return cut{}, fmt.Errorf("has END %s in line %d without a BEGIN %s above", m, i+1, m)
		case begins:
			open = i + 1
			rest = append(rest, indented(stub, line)...)
		case ends:
			open = 0
			c.regions = append(c.regions, strings.Join(region, "\n"))
			region = nil
		case open > 0:
			region = append(region, line)
		default:
			rest = append(rest, line)
		}
	}
	if open > 0 {
		return cut{}, fmt.Errorf("has BEGIN %s in line %d without an END %s below", m, open, m)
	}
	c.rest = strings.Join(rest, "\n")
	return c, nil
}

// indented are the lines of a stub, with the indentation of a line.
func indented(stub, like string) []string {
	if stub == "" {
		return nil
	}
	indent := like[:len(like)-len(strings.TrimLeft(like, " \t"))]
	lines := strings.Split(stub, "\n")
	for i := range lines {
		lines[i] = indent + lines[i]
	}
	return lines
}

// in tells whether a text has a marker's BEGIN or END.
func (m marker) in(text string) bool {
	return strings.Contains(text, "BEGIN "+string(m)) || strings.Contains(text, "END "+string(m))
}
