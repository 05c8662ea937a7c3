package release

import (
	"strings"

	"github.com/gensci/gensci/internal/nbformat"
)

// headings returns the texts of a markdown text's headings (# Title), in their order. What looks like one in a fenced block is none.
func headings(markdown string) (list []string) {
	fence := ""
	for line := range strings.SplitSeq(markdown, "\n") {
		text := strings.TrimSpace(line)
		switch mark := fenceOf(text); {
		case fence != "":
			if strings.HasPrefix(text, fence) {
				fence = ""
			}
		case mark != "":
			fence = mark
		case isHeading(text):
			if text = strings.TrimSpace(strings.Trim(text, "#")); text != "" {
				list = append(list, text)
			}
		}
	}
	return list
}

func fenceOf(line string) string {
	for _, mark := range []string{"```", "~~~"} {
		if strings.HasPrefix(line, mark) {
			return mark
		}
	}
	return ""
}

// isHeading: one to six # and a blank.
func isHeading(line string) bool {
	rest := strings.TrimLeft(line, "#")
	level := len(line) - len(rest)
	return level >= 1 && level <= 6 && strings.HasPrefix(rest, " ")
}

// name gives titles to the cells that have none of their own, and to the sheet.
func (s *Sheet) name() {
	heading := ""
	for i := range s.Cells {
		c := &s.Cells[i]
		if c.Type == nbformat.Markdown {
			for n, text := range headings(c.Released) {
				if s.Title == "" {
					s.Title = text
				}
				if n == 0 || c.Kind == Given {
					heading = text // a task is named by its own first heading, what comes after text by the last above
				}
			}
		}
		if c.Title == "" {
			c.Title = heading
		}
	}
	if s.Title == "" {
		s.Title = s.Name
	}
}
