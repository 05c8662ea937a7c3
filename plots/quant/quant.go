package quant

import (
	"cmp"
	"image"
	"image/color"
	"slices"
)

// most is how many colours a palette has at most.
const most = 256

// rgb is an opaque colour.
type rgb [3]uint8

// tally is a colour and how many pixels have it.
type tally struct {
	c rgb
	n int
}

// Exact is the palette of opaque pictures that together have at most 256 colours, in a fixed order; else ok is false.
func Exact(pictures ...*image.RGBA) (p color.Palette, ok bool) {
	count := map[rgb]int{}
	for _, img := range pictures {
		last, first := rgb{}, true
		for _, c := range each(img) {
			if c == last && !first {
				continue
			}
			last, first = c, false
			count[c]++
			if len(count) > most {
				return nil, false
			}
		}
	}
	return palette(sorted(count)), true
}

// Palette is the exact palette if there is one, else 256 colours by median cut, after the commonest ones: the box of colours with the largest product of pixels and
// extent is cut at its median until there are enough, and each is replaced by its mean.
func Palette(pictures ...*image.RGBA) color.Palette {
	if p, ok := Exact(pictures...); ok {
		return p
	}
	count := map[rgb]int{}
	for _, img := range pictures {
		for _, c := range each(img) {
			count[rgb{c[0] &^ 3, c[1] &^ 3, c[2] &^ 3}]++ // nearby colours together: the cut looks at some ten thousand only
		}
	}
	common := frequent(pictures)
	boxes := []box{newBox(sorted(count))}
	for len(boxes) < most-len(common) {
		k := widest(boxes)
		if boxes[k].width() == 0 {
			break
		}
		a, b := boxes[k].cut()
		boxes[k] = a
		boxes = append(boxes, b)
	}
	means := make([]tally, len(boxes))
	for i, b := range boxes {
		means[i] = b.mean()
	}
	return palette(append(common, means...))
}

// kept is how many of the commonest colours a palette has exactly: paper, ink, the colours of lines.
const kept = 16

func frequent(pictures []*image.RGBA) []tally {
	count := map[rgb]int{}
	for _, img := range pictures {
		for _, c := range each(img) {
			count[c]++
		}
	}
	list := sorted(count)
	slices.SortStableFunc(list, func(a, b tally) int { return cmp.Compare(b.n, a.n) })
	return list[:min(kept, len(list))]
}

func palette(list []tally) (p color.Palette) {
	for _, t := range list {
		p = append(p, color.RGBA{t.c[0], t.c[1], t.c[2], 255})
	}
	return p
}

// sorted are the colours by their numbers, so that equal pictures have equal palettes.
func sorted(count map[rgb]int) []tally {
	list := make([]tally, 0, len(count))
	for c, n := range count {
		list = append(list, tally{c, n})
	}
	slices.SortFunc(list, func(a, b tally) int { return cmp.Compare(a.c.number(), b.c.number()) })
	return list
}

func (c rgb) number() int { return int(c[0])<<16 | int(c[1])<<8 | int(c[2]) }

// each yields the pixels row by row.
func each(img *image.RGBA) func(yield func(int, rgb) bool) {
	return func(yield func(int, rgb) bool) {
		b, k := img.Rect, 0
		for y := b.Min.Y; y < b.Max.Y; y++ {
			row := img.Pix[img.PixOffset(b.Min.X, y):]
			for x := range b.Dx() {
				if !yield(k, rgb{row[4*x], row[4*x+1], row[4*x+2]}) {
					return
				}
				k++
			}
		}
	}
}

// To is a picture in the nearest colours of a palette.
func To(img *image.RGBA, p color.Palette) *image.Paletted {
	out := image.NewPaletted(image.Rect(0, 0, img.Rect.Dx(), img.Rect.Dy()), p)
	known := map[rgb]uint8{}
	for i, c := range p {
		k := color.RGBAModel.Convert(c).(color.RGBA)
		known[rgb{k.R, k.G, k.B}] = uint8(i)
	}
	for k, c := range each(img) {
		i, ok := known[c]
		if !ok {
			i = uint8(p.Index(color.RGBA{c[0], c[1], c[2], 255}))
			known[c] = i
		}
		out.Pix[k] = i
	}
	return out
}
