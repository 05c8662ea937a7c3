package plots

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/gensci/gensci/plots/mark"
	"github.com/gensci/gensci/plots/theme"
)

// line is a line of the legend, which stands above the panels where it covers nothing.
type line struct {
	keys   []mark.Key
	widths []vg.Length
}

const (
	keyGap   = 5  // between a key and its name
	nameGap  = 16 // after a name
	keyLine  = 15 // from line to line
	keyAfter = 3
)

// keys are the entries of the legend, each once.
func (f *Figure) keys() (keys []mark.Key) {
	seen := map[mark.Key]bool{}
	for _, p := range f.all() {
		for _, m := range p.marks {
			k, ok := m.(mark.Keyed)
			if !ok {
				continue
			}
			for _, key := range k.Keys() {
				if key.Name != "" && !seen[key] {
					seen[key] = true
					keys = append(keys, key)
				}
			}
		}
	}
	return keys
}

// legend breaks the entries into lines of at most this width.
func (f *Figure) legend(width vg.Length) (lines []line, height vg.Length) {
	sty := theme.Style(theme.LegendSize, theme.Ink)
	left := vg.Length(0)
	for _, k := range f.keys() {
		k.Name = theme.Cut(k.Name, width-mark.KeyWidth-keyGap, sty, "…")
		w := mark.KeyWidth + keyGap + sty.Width(k.Name) + nameGap
		if len(lines) == 0 || left+w-nameGap > width {
			lines, left = append(lines, line{}), 0
		}
		last := &lines[len(lines)-1]
		last.keys, last.widths = append(last.keys, k), append(last.widths, w)
		left += w
	}
	if len(lines) > 0 {
		height = keyLine*vg.Length(len(lines)) + keyAfter
	}
	return lines, height
}

// drawLegend draws the lines of the legend at the top of a canvas, in its middle.
func drawLegend(c draw.Canvas, l *plan) {
	sty := theme.Style(theme.LegendSize, theme.Ink)
	sty.YAlign = draw.YCenter
	for i, line := range l.legend {
		x := (c.Min.X+c.Max.X-total(line.widths)+nameGap)/2 + 0
		y := c.Max.Y - border - keyLine*(vg.Length(i)+0.5)
		for k, key := range line.keys {
			key.Draw(c, vg.Point{X: x, Y: y})
			theme.Fill(c, sty, vg.Point{X: x + mark.KeyWidth + keyGap, Y: y + 1}, key.Name)
			x += line.widths[k]
		}
	}
}
