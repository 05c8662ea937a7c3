package plots_test

import (
	"bytes"
	"fmt"
	"image/gif"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/plots"
)

// waves are n frames of a curve that moves and grows.
func waves(n int) (frames []*plots.Figure) {
	for i := range n {
		x, y := sine(80, 0)
		for k := range y {
			y[k] = float64(i+1) * math.Sin(x[k]-float64(i)/2)
		}
		frames = append(frames, plots.Line(x, y).Titles(fmt.Sprintf("t = %d", i)))
	}
	return frames
}

func TestAnimation(t *testing.T) {
	a := plots.Animate(waves(5)...)
	b := a.MimeBundle()
	text := b["text/plain"].(string)
	if !strings.HasPrefix(text, "Animation of 5 frames. First: t = 0. y against x.") || !strings.Contains(text, "Last: t = 4.") {
		t.Errorf("%s", text)
	}
	file := b["image/png"].([]byte)
	if !bytes.Contains(file, []byte("acTL\x00\x00\x00\x05")) {
		t.Error("not 5 frames")
	}
	still, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	m := a.MimeMetadata()["image/png"].(map[string]any)
	if w := float64(m["width"].(int)); math.Abs(float64(still.Bounds().Dx())-1.5*w) > 2 {
		t.Errorf("%d pixels wide, shown at %v", still.Bounds().Dx(), w)
	}
	if !reflect.DeepEqual(b, plots.Animate(waves(5)...).MimeBundle()) {
		t.Error("not the same bytes")
	}
	a.Description = "a wave"
	if a.AltText() != "a wave" {
		t.Errorf("%s", a.AltText())
	}
}

// TestFramesShareAxes: the lowest frame is drawn between the axes of the highest.
func TestFramesShareAxes(t *testing.T) {
	low, high := plots.Line(nil, []float64{0, 1}), plots.Line(nil, []float64{0, 1000})
	img := decodeGIF(t, plots.Animate(low, high, low)).Image
	if r := img[1].Rect; !r.In(img[0].Rect) || r.Dy() < img[0].Rect.Dy()/2 || r.Min.X < 30 { // the numbers at the axis stay
		t.Errorf("the curve changes in %v of %v", img[1].Rect, img[0].Rect)
	}
	if strings.Contains(svg(t, low), "1000") {
		t.Error("Animate changed its frames")
	}
	// Between equal frames nothing changes.
	if same := decodeGIF(t, plots.Animate(low, low)).Image[1].Rect; same.Dx()*same.Dy() != 1 {
		t.Errorf("between equal frames %v changes", same)
	}
}

func decodeGIF(t *testing.T, a *plots.Animation) *gif.GIF {
	t.Helper()
	b, err := a.GIF()
	if err != nil {
		t.Fatal(err)
	}
	g, err := gif.DecodeAll(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestGIF(t *testing.T) {
	a := plots.Animate(waves(4)...)
	a.Delay = 250 * time.Millisecond
	g := decodeGIF(t, a)
	if fmt.Sprint(g.Delay) != "[25 25 25 100]" || g.LoopCount != 0 {
		t.Errorf("delays %v, loop %d", g.Delay, g.LoopCount)
	}
	for i, img := range g.Image {
		if !reflect.DeepEqual(img.Palette, g.Image[0].Palette) {
			t.Errorf("frame %d has a palette of its own", i)
		}
	}
}

// TestAnimationIsSmallEnough: noise loses resolution and frames, and says so; what cannot be small enough is an error.
func TestAnimationIsSmallEnough(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	var frames []*plots.Figure
	for range 8 {
		noise := mat.NewDense(150, 150, nil)
		noise.Apply(func(_, _ int, _ float64) float64 { return rng.Float64() }, noise)
		frames = append(frames, plots.Matrix(noise))
	}
	a := plots.Animate(frames...)
	a.MaxBytes = 300_000
	for name, encode := range map[string]func() ([]byte, error){"png": a.PNG, "gif": a.GIF} {
		if b, err := encode(); err != nil || len(b) > a.MaxBytes {
			t.Errorf("%s: %d bytes, %v", name, len(b), err)
		}
	}
	if text := a.AltText(); !strings.Contains(text, "of 8 frames, to keep the file small") {
		t.Errorf("%s", text)
	}
	a.MaxBytes = 1000
	if _, err := a.PNG(); err == nil || !strings.Contains(err.Error(), "more than MaxBytes, 1000: give fewer frames") {
		t.Errorf("%v", err)
	}
}

func TestAnimationErrors(t *testing.T) {
	line := plots.Line(nil, []float64{1, 2})
	for _, c := range []struct {
		a    *plots.Animation
		want string
	}{
		{plots.Animate(), "plots.Animate: there is no frame"},
		{plots.Animate(line, nil), "plots.Animate: frame 1 is nil"},
		{plots.Animate(line, plots.Scatter()), "plots.Animate: frame 1: plots.Scatter: there is no table"},
		{plots.Animate(line, plots.Grid(2, line, line)), "frame 1 has 2 panels, the first 1"},
		{plots.Animate(make([]*plots.Figure, 601)...), "601 frames are too many"},
	} {
		if err := c.a.Err(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want %q", err, c.want)
		}
		if text := c.a.MimeBundle()["text/plain"].(string); !strings.HasPrefix(text, "error: ") || c.a.MimeMetadata() != nil {
			t.Errorf("shows %s", text)
		}
	}
	a := plots.Animate(line)
	dir := t.TempDir()
	for _, name := range []string{"a.gif", "a.png"} {
		if err := a.Save(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
		if s, err := os.Stat(filepath.Join(dir, name)); err != nil || s.Size() < 1000 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := a.Save(filepath.Join(dir, "a.svg")); err == nil || !strings.Contains(err.Error(), `cannot be drawn as "svg"`) {
		t.Errorf("%v", err)
	}
}
