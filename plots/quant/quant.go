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
		for c, n := range runs(img) {
			count[c] += n
			if len(count) > most {
				return nil, false
			}
		}
	}
	return palette(sorted(count)), true
}

// kept is how many of the commonest colours a palette has exactly: paper, ink, those of lines.
const kept = 16

// Palette is the exact palette if there is one, else 256 colours: those to keep (at most 192, of more an even choice), the commonest ones, and the others
// by median cut. There the box of colours with the largest product of pixels and extent is cut at its median until there are enough, and each is
// replaced by its mean.
func Palette(keep []color.NRGBA, pictures ...*image.RGBA) color.Palette {
	exact := map[rgb]int{}
	for _, img := range pictures {
		for c, n := range runs(img) {
			exact[c] += n
		}
	}
	all := sorted(exact)
	if len(all) <= most {
		return palette(all)
	}
	list := chosen(keep, exact)
	slices.SortStableFunc(all, func(a, b tally) int { return cmp.Compare(b.n, a.n) })
	for _, t := range all[:kept] {
		if _, there := exact[t.c]; there {
			list = append(list, t)
			delete(exact, t.c)
		}
	}
	boxes := []box{newBox(coarse(exact))}
	for len(boxes) < most-len(list) {
		k := widest(boxes)
		if boxes[k].width() == 0 {
			break
		}
		a, b := boxes[k].cut()
		boxes[k] = a
		boxes = append(boxes, b)
	}
	for _, b := range boxes {
		list = append(list, b.mean())
	}
	return palette(list)
}

// chosen are the colours to keep that pictures have; they are taken out of the count.
func chosen(keep []color.NRGBA, count map[rgb]int) (list []tally) {
	every := 1 + (len(keep)-1)/192
	for i, k := range keep {
		c := rgb{k.R, k.G, k.B}
		n, there := count[c]
		if there && i%every == 0 {
			list = append(list, tally{c, n})
		}
		delete(count, c)
	}
	return list
}

// coarse takes nearby colours together: the cut then looks at some ten thousand only.
func coarse(count map[rgb]int) []tally {
	near := map[rgb]int{}
	for c, n := range count {
		near[rgb{c[0] &^ 3, c[1] &^ 3, c[2] &^ 3}] += n
	}
	return sorted(near)
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

// runs yields the pixels row by row, neighbours of one colour together.
func runs(img *image.RGBA) func(yield func(rgb, int) bool) {
	return func(yield func(rgb, int) bool) {
		b := img.Rect
		for y := b.Min.Y; y < b.Max.Y; y++ {
			row := img.Pix[img.PixOffset(b.Min.X, y):][:4*b.Dx()]
			for k := 0; k < len(row); {
				c, n := rgb{row[k], row[k+1], row[k+2]}, 0
				for k < len(row) && row[k] == c[0] && row[k+1] == c[1] && row[k+2] == c[2] {
					k, n = k+4, n+1
				}
				if !yield(c, n) {
					return
				}
			}
		}
	}
}

// To is a picture in the nearest colours of a palette of opaque ones.
func To(img *image.RGBA, p color.Palette) *image.Paletted {
	out := image.NewPaletted(image.Rect(0, 0, img.Rect.Dx(), img.Rect.Dy()), p)
	colors, known := make([]rgb, len(p)), map[rgb]uint8{}
	for i, c := range p {
		k := color.RGBAModel.Convert(c).(color.RGBA)
		colors[i] = rgb{k.R, k.G, k.B}
		known[colors[i]] = uint8(i)
	}
	at := 0
	for c, n := range runs(img) {
		i, ok := known[c]
		if !ok {
			i = nearest(colors, c)
			known[c] = i
		}
		for range n {
			out.Pix[at] = i
			at++
		}
	}
	return out
}

// nearest is the number of the colour with the smallest distance.
func nearest(colors []rgb, c rgb) (best uint8) {
	least := 1 << 30
	for i, k := range colors {
		r, g, b := int(k[0])-int(c[0]), int(k[1])-int(c[1]), int(k[2])-int(c[2])
		if d := r*r + g*g + b*b; d < least {
			least, best = d, uint8(i)
		}
	}
	return best
}
