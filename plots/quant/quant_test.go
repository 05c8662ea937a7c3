package quant

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

func filled(n int, c func(i int) color.RGBA) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, n, n))
	for i := range n * n {
		img.SetRGBA(i%n, i/n, c(i))
	}
	return img
}

func TestExactLosesNothing(t *testing.T) {
	a := filled(16, func(i int) color.RGBA { return color.RGBA{uint8(i % 100), 0, 7, 255} })
	b := filled(16, func(i int) color.RGBA { return color.RGBA{uint8(i % 100), 0, 8, 255} })
	p, ok := Exact(a, b)
	if !ok || len(p) != 200 {
		t.Fatalf("%d colours, %v; want 200", len(p), ok)
	}
	small := To(a, p)
	for i := range 256 {
		if got, want := color.RGBAModel.Convert(small.At(i%16, i/16)), a.At(i%16, i/16); got != want {
			t.Fatalf("pixel %d is %v, want %v", i, got, want)
		}
	}
	if _, ok := Exact(filled(20, func(i int) color.RGBA { return color.RGBA{uint8(i), uint8(i >> 8), 0, 255} })); ok {
		t.Error("400 colours have an exact palette")
	}
}

// TestMedianCut: of a million colours 256 stay, close to all of them, the paper exactly, and the same ones each time.
func TestMedianCut(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	img := filled(200, func(i int) color.RGBA {
		if i%3 == 0 {
			return color.RGBA{255, 255, 255, 255}
		}
		return color.RGBA{uint8(rng.IntN(256)), uint8(rng.IntN(256)), uint8(rng.IntN(256)), 255}
	})
	keep := []color.NRGBA{{1, 2, 3, 255}, {255, 255, 255, 255}}
	p := Palette(keep, img)
	if len(p) != 256 || !reflect.DeepEqual(p, Palette(keep, img)) {
		t.Fatalf("%d colours, or others at a second call", len(p))
	}
	small, sum := To(img, p), 0.0
	for i := range 200 * 200 {
		r, g, b, _ := small.At(i%200, i/200).RGBA()
		w := img.RGBAAt(i%200, i/200)
		if i%3 == 0 && r&g&b != 0xffff {
			t.Fatal("white is not white")
		}
		sum += math.Hypot(math.Hypot(float64(r>>8)-float64(w.R), float64(g>>8)-float64(w.G)), float64(b>>8)-float64(w.B))
	}
	// A grid of 6 × 6 × 6 colours, 42 apart, would be off by 20 on average.
	if mean := sum / (200 * 200 * 2 / 3); mean > 24 {
		t.Errorf("colours are off by %.1f on average", mean)
	}
}

func ExamplePalette() {
	img := image.NewRGBA(image.Rect(0, 0, 2, 1))
	img.SetRGBA(0, 0, color.RGBA{255, 0, 0, 255})
	img.SetRGBA(1, 0, color.RGBA{0, 0, 255, 255})
	p := Palette(nil, img)
	fmt.Println(p, To(img, p).Pix)
	// Output: [{0 0 255 255} {255 0 0 255}] [1 0]
}
