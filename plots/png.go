package plots

import (
	"bytes"
	"fmt"
	"image"
	"image/color"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"github.com/gensci/gensci/plots/apng"
	"github.com/gensci/gensci/plots/mark"
	"github.com/gensci/gensci/plots/quant"
	"github.com/gensci/gensci/plots/theme"
)

// dpi is the resolution of pixels: twice that of a notebook, so that they are sharp on good screens and in print.
const dpi = 192

// pixels draws the figure as an image.
func (f *Figure) pixels(w, h vg.Length, dpi int) *image.RGBA {
	c := vgimg.NewWith(vgimg.UseWH(w, h), vgimg.UseDPI(dpi), vgimg.UseBackgroundColor(theme.Paper))
	f.draw(draw.New(c))
	return c.Image().(*image.RGBA)
}

// png draws the figure in a file that is not too large: with at most 256 colours, which is hardly ever seen and makes files less than half as
// large; images in full colour keep all of theirs as long as there is room. What is too large even so gets fewer pixels.
func (f *Figure) png(w, h vg.Length) ([]byte, error) { return f.pngOf(w, h, maxPNG) }

func (f *Figure) pngOf(w, h vg.Length, limit int) ([]byte, error) {
	if err := f.ready(); err != nil {
		return nil, err
	}
	var file []byte
	var err error
	for res := dpi; res >= 24; res = res * 3 / 4 {
		img := f.pixels(w, h, res)
		text := apng.Text{PerInch: float64(res), Description: f.AltText()}
		if f.full() {
			file, err = encode(img, text)
		}
		if file == nil || len(file) > limit {
			file, err = encode(quant.To(img, quant.Palette(f.mapColors(), img)), text)
		}
		if err != nil || len(file) <= limit {
			return file, err
		}
	}
	return file, nil
}

// mapColors are the colours of the figure's maps, whose steps would be seen if some were missing.
func (f *Figure) mapColors() (out []color.NRGBA) {
	seen := map[*theme.Map]bool{}
	for _, p := range f.all() {
		if p.scale != nil && !seen[p.scale.Map()] {
			seen[p.scale.Map()] = true
			out = append(out, p.scale.Map()[:]...)
		}
	}
	return out
}

// full tells whether there are images in full colour.
func (f *Figure) full() bool {
	for _, p := range f.all() {
		for _, m := range p.marks {
			if _, ok := m.(*mark.Pictures); ok {
				return true
			}
		}
	}
	return false
}

func encode(img image.Image, text apng.Text) ([]byte, error) {
	var b bytes.Buffer
	if err := apng.Still(&b, img, text); err != nil {
		return nil, fmt.Errorf("plots: draw as png: %w", err)
	}
	return b.Bytes(), nil
}
