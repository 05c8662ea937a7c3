package show

import (
	"html"
	"reflect"
	"strings"
	"unicode/utf8"
)

// cell is a table's cell as it is written.
type cell struct {
	text  string
	right bool // aligned to the right: numbers, and the header above them
}

// Table is a table in both its forms. Numbers are written with four significant digits and right-aligned; header may be nil; short rows are filled up.
func Table(header []string, rows [][]any) map[string]any {
	grid := layOut(header, rows)
	return map[string]any{Text: plainTable(grid, len(header) > 0), HTML: htmlTable(grid, len(header) > 0)}
}

// layOut formats all cells into a rectangle. A header is aligned as most of its column.
func layOut(header []string, rows [][]any) [][]cell {
	width := len(header)
	for _, r := range rows {
		width = max(width, len(r))
	}
	grid := [][]cell{}
	numbers := make([]int, width)
	for _, r := range rows {
		line := make([]cell, width)
		for j, v := range r {
			line[j] = cell{text: Number(v), right: isNumber(v)}
			if line[j].right {
				numbers[j]++
			}
		}
		grid = append(grid, line)
	}
	if len(header) == 0 {
		return grid
	}
	head := make([]cell, width)
	for j, name := range header {
		head[j] = cell{text: name, right: 2*numbers[j] > len(rows)}
	}
	return append([][]cell{head}, grid...)
}

func isNumber(v any) bool {
	kind := reflect.ValueOf(v).Kind()
	return kind >= reflect.Int && kind <= reflect.Float64
}

func plainTable(grid [][]cell, headed bool) string {
	var widths []int
	for _, line := range grid {
		for j, c := range line {
			if j == len(widths) {
				widths = append(widths, 0)
			}
			widths[j] = max(widths[j], utf8.RuneCountInString(c.text))
		}
	}
	lines := []string{}
	for i, line := range grid {
		parts := make([]string, len(line))
		for j, c := range line {
			fill := strings.Repeat(" ", widths[j]-utf8.RuneCountInString(c.text))
			if parts[j] = c.text + fill; c.right {
				parts[j] = fill + c.text
			}
		}
		lines = append(lines, strings.TrimRight(strings.Join(parts, "  "), " "))
		if i == 0 && headed {
			for j, w := range widths {
				parts[j] = strings.Repeat("-", w)
			}
			lines = append(lines, strings.Join(parts, "  "))
		}
	}
	return strings.Join(lines, "\n")
}

func htmlTable(grid [][]cell, headed bool) string {
	var b strings.Builder
	b.WriteString("<table>\n")
	for i, line := range grid {
		tag := "td"
		if i == 0 && headed {
			tag = "th"
		}
		b.WriteString("<tr>")
		for _, c := range line {
			align := "left"
			if c.right {
				align = "right"
			}
			b.WriteString("<" + tag + ` style="text-align: ` + align + `">` + html.EscapeString(c.text) + "</" + tag + ">")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</table>")
	return b.String()
}
