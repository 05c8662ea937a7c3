package plots

import (
	"fmt"
	"strings"

	"github.com/gensci/gensci/plots/mark"
)

// note is what stands under the picture: what was left out, and what pictures add.
func (f *Figure) note() string {
	var sum mark.About
	for _, p := range f.all() {
		for _, m := range p.marks {
			a := m.About(p.axes())
			sum.Points, sum.Missing, sum.Hidden = sum.Points+a.Points, sum.Missing+a.Missing, sum.Hidden+a.Hidden
		}
	}
	notes := append([]string{}, f.notes...)
	if sum.Missing > 0 {
		notes = append(notes, fmt.Sprintf("%d of %d values are NaN or infinite: left out.", sum.Missing, sum.Points))
	}
	if sum.Hidden > 0 {
		notes = append(notes, fmt.Sprintf("%d of %d values are not positive: not on a logarithmic axis.", sum.Hidden, sum.Points))
	}
	return strings.Join(notes, " ")
}

func (p *panel) axes() mark.Axes { return mark.Axes{LogX: p.x.log, LogY: p.y.log} }
