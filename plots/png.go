package plots

import (
	"bytes"
	"fmt"
	"image"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"github.com/gensci/gensci/plots/apng"
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

// png draws the figure in a file that is not too large: with few colours first by a palette, which loses nothing; then with 256 colours, then with
// fewer pixels.
func (f *Figure) png(w, h vg.Length) ([]byte, error) {
	if err := f.ready(); err != nil {
		return nil, err
	}
	var file []byte
	var err error
	for res := dpi; res >= 24; res = res * 3 / 4 {
		img := f.pixels(w, h, res)
		text := apng.Text{PerInch: float64(res), Description: f.AltText()}
		if p, ok := quant.Exact(img); ok {
			file, err = encode(quant.To(img, p), text)
		} else if file, err = encode(img, text); err == nil && len(file) > maxPNG {
			file, err = encode(quant.To(img, quant.Palette(img)), text)
		}
		if err != nil || len(file) <= maxPNG {
			return file, err
		}
	}
	return file, nil
}

func encode(img image.Image, text apng.Text) ([]byte, error) {
	var b bytes.Buffer
	if err := apng.Still(&b, img, text); err != nil {
		return nil, fmt.Errorf("plots: draw as png: %w", err)
	}
	return b.Bytes(), nil
}
