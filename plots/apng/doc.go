// Package apng writes PNG files with a few things that image/png does not: the size in print, a description, and more pictures that play
// in a loop (APNG). What does not know of animation shows the still picture.
//
//	err := apng.Movie{Still: last, Frames: frames, Delay: 80 * time.Millisecond}.Encode(w)
//	err := apng.Still(w, img, apng.Text{PerInch: 192, Description: "two moons"})
//
// Reference: Portable Network Graphics (PNG) Specification, third edition, W3C 2025: chunks acTL, fcTL, fdAT, pHYs, iTXt.
package apng
