package plots

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/plot/vg"

	"github.com/gensci/gensci/plots/mark"
)

// mostImages is how many images are drawn at most.
const mostImages = 400

// Images draws the rows of a table as images of height × width pixels: grey with a column for each pixel, row by row, or colour with three
// (red, green, blue, pixel by pixel). Values from 0 to 1, or to 255 in colour, are taken as they are; of others the lowest of the table is
// black and the highest white. A number after the size is how many stand in a row, such as the samples of one class; without it
// the picture is a little wider than high.
func Images(x *mat.Dense, height, width int, columns ...int) *Figure {
	channels, err := imageChannels(x, height, width)
	if err != nil {
		return failed("Images", err)
	}
	n, _ := x.Dims()
	shown := min(n, mostImages)
	perRow, err := imageColumns(shown, height, width, columns)
	if err != nil {
		return failed("Images", err)
	}
	m := &mark.Pictures{Height: height, Width: width, Columns: perRow}
	lo, hi := brightness(mat.DenseCopyOf(x).RawMatrix().Data, channels)
	for i := range shown {
		for _, v := range x.RawRowView(i) {
			if math.IsNaN(v) {
				v = lo
			}
			grey := uint8(math.Round(255 * math.Min(math.Max((v-lo)/(hi-lo), 0), 1)))
			m.Pix = append(m.Pix, grey)
			if channels == 1 {
				m.Pix = append(m.Pix, grey, grey)
			}
		}
	}
	ext := m.Extent()
	side := math.Min(400/ext.X1, 300/ext.Y1)
	p := newPanel(vg.Point{X: vg.Points(side * ext.X1), Y: vg.Points(side * ext.Y1)}, "", "").add(m)
	p.y.down, p.x.none, p.y.none, p.rigid = true, true, true, true
	f := row(p)
	if n > shown {
		f.notes = append(f.notes, fmt.Sprintf("The first %d of %d images.", shown, n))
	}
	return f
}

// imageChannels is 1 for grey images and 3 for coloured ones.
func imageChannels(x *mat.Dense, height, width int) (int, error) {
	if x == nil || x.IsEmpty() {
		return 0, errors.New("the table has no rows")
	}
	if height < 1 || width < 1 {
		return 0, fmt.Errorf("want images of at least one pixel, got %d × %d", height, width)
	}
	_, d := x.Dims()
	switch d {
	case height * width:
		return 1, nil
	case 3 * height * width:
		return 3, nil
	}
	return 0, fmt.Errorf("an image of %d × %d pixels has %d columns, in colour %d; the table has %d", height, width, height*width, 3*height*width, d)
}

// imageColumns is how many of n images stand in a row.
func imageColumns(n, height, width int, columns []int) (int, error) {
	if len(columns) > 1 || len(columns) == 1 && columns[0] < 1 {
		return 0, fmt.Errorf("want one number of images in a row, at least 1, got %v", columns)
	}
	if len(columns) == 1 {
		return min(columns[0], n), nil
	}
	wide := int(math.Ceil(math.Sqrt(float64(n) * 1.6 * float64(height) / float64(width))))
	return min(max(wide, 1), n), nil
}

// brightness is the values that are black and white. What is not finite becomes black.
func brightness(values []float64, channels int) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if finite(v) {
			lo, hi = math.Min(lo, v), math.Max(hi, v)
		}
	}
	switch {
	case lo >= 0 && hi <= 1 && hi > 0.5:
		return 0, 1
	case channels == 3 && lo >= 0 && hi <= 255 && hi > 1:
		return 0, 255
	case !(lo < hi):
		return lo, lo + 1
	}
	return lo, hi
}
