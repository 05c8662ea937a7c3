package plots

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"gonum.org/v1/plot/vg"

	"github.com/gensci/gensci/plots/mark"
)

// Animation is figures that follow each other in a loop.
type Animation struct {
	Delay       time.Duration // from frame to frame; 0 means a tenth of a second
	MaxBytes    int           // of the file; 0 means 1.5 MB
	Description string        // for readers who cannot see it; "" means that of the first and the last frame

	frames []*Figure
	w, h   vg.Length
	said   []string // what the last drawing left out
	err    error
}

// mostFrames is how many frames an animation can have.
const mostFrames = 600

// Animate makes an animation of figures that are alike. Axes and scales of colours are made those of all frames together, so that nothing
// jumps but the data. It shows as an animated PNG, whose still picture, where nothing can move, is the last frame; Save writes a GIF too. What
// would be larger than MaxBytes loses resolution and then frames, and says so below the picture.
//
//	var frames []*plots.Figure
//	for t := range 30 {
//		frames = append(frames, plots.Scatter(at(t)).Titles(fmt.Sprintf("t = %d", t)))
//	}
//	nb.Plot(plots.Animate(frames...))
func Animate(frames ...*Figure) *Animation {
	a := &Animation{}
	switch {
	case len(frames) == 0:
		a.err = errors.New("plots.Animate: there is no frame: give a figure for each")
	case len(frames) > mostFrames:
		a.err = fmt.Errorf("plots.Animate: %d frames are too many to look at: give at most %d", len(frames), mostFrames)
	}
	for i, f := range frames {
		switch {
		case a.err != nil:
			return a
		case f == nil:
			a.err = fmt.Errorf("plots.Animate: frame %d is nil", i)
		case f.ready() != nil:
			a.err = fmt.Errorf("plots.Animate: frame %d: %w", i, f.ready())
		case len(f.panels) != len(frames[0].panels):
			a.err = fmt.Errorf("plots.Animate: frame %d has %d panels, the first %d: give figures that are alike", i, len(f.panels), len(frames[0].panels))
		default:
			a.frames = append(a.frames, f.copy())
		}
	}
	if a.err == nil {
		a.align()
	}
	return a
}

// copy is a figure that can be changed without changing this one.
func (f *Figure) copy() *Figure {
	g := *f
	g.panels = make([]*panel, len(f.panels))
	for i, p := range f.panels {
		if p != nil {
			g.panels[i] = p.copy()
		}
	}
	return &g
}

// align gives all frames the same axes, scales and size.
func (a *Animation) align() {
	for i := range a.frames[0].panels {
		reach := mark.Empty()
		var scale *mark.Scale
		for _, f := range a.frames {
			p := f.panels[i]
			if p == nil {
				continue
			}
			reach = reach.Union(mark.Box{X0: p.x.lo, X1: p.x.hi, Y0: p.y.lo, Y1: p.y.hi})
			if p.scale != nil && scale == nil {
				scale = p.scale
			} else if p.scale != nil {
				scale = scale.Union(p.scale)
			}
		}
		for _, f := range a.frames {
			p := f.panels[i]
			if p == nil {
				continue
			}
			p.x.lo, p.x.hi, p.y.lo, p.y.hi = reach.X0, reach.X1, reach.Y0, reach.Y1
			if p.scale != nil {
				p.scale.Lo, p.scale.Hi, p.scale.Plain = scale.Lo, scale.Hi, scale.Plain
			}
		}
	}
	for _, f := range a.frames {
		w, h := f.Size()
		a.w, a.h = max(a.w, w), max(a.h, h)
	}
}

// Err is what went wrong while the animation was made, or nil.
func (a *Animation) Err() error { return a.err }

// Size is how large it wants to be, in points.
func (a *Animation) Size() (w, h vg.Length) {
	if a.err != nil {
		return wide.X, wide.Y
	}
	return a.w, a.h
}

// AltText describes the animation by its first and last frame, and says what was left out when it was drawn last.
func (a *Animation) AltText() string {
	switch {
	case a.err != nil:
		return "error: " + a.err.Error()
	case a.Description != "":
		return a.Description
	}
	text := fmt.Sprintf("Animation of %d frames. First: %s", len(a.frames), a.frames[0].AltText())
	if n := len(a.frames); n > 1 {
		text += " Last: " + a.frames[n-1].AltText()
	}
	return strings.Join(append([]string{text}, a.said...), " ")
}

// MimeBundle is how the animation shows in a notebook: text/plain with its description and image/png, which moves.
func (a *Animation) MimeBundle() map[string]any {
	file, err := a.PNG()
	if err != nil {
		return errorBundle(err)
	}
	return map[string]any{"text/plain": a.AltText(), "image/png": file}
}

// MimeMetadata goes with MimeBundle: the size at which front ends show it, in pixels, and its description.
func (a *Animation) MimeMetadata() map[string]any {
	if a.err != nil {
		return nil
	}
	return imageMetadata(a.w, a.h, a.AltText())
}

// PNG is the animation as an animated PNG; GIF as a GIF.
func (a *Animation) PNG() ([]byte, error) { return a.smallEnough(a.w, a.h, (*reel).png) }

// GIF is the animation as a GIF.
func (a *Animation) GIF() ([]byte, error) { return a.smallEnough(a.w, a.h, (*reel).gif) }

// WriterTo draws the animation, w × h points, as "png" or "gif".
func (a *Animation) WriterTo(w, h vg.Length, format string) (io.WriterTo, error) {
	encode := map[string]func(*reel) ([]byte, error){"png": (*reel).png, "gif": (*reel).gif}[format]
	switch {
	case a.err != nil:
		return nil, a.err
	case encode == nil:
		return nil, fmt.Errorf("plots: an animation cannot be drawn as %q: want png or gif", format)
	case !(w > 0 && h > 0) || math.IsInf(w.Points()+h.Points(), 0):
		return nil, fmt.Errorf("plots: want a positive size, got %g × %g points", float64(w), float64(h))
	}
	file, err := a.smallEnough(w, h, encode)
	return content(file), err
}

// Save writes the animation to a file, by its ending as .png or .gif.
func (a *Animation) Save(path string) error {
	return save(path, func(format string) (io.WriterTo, error) { return a.WriterTo(a.w, a.h, format) })
}
