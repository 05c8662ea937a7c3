// Package training shows training where a notebook's cell trains, without being asked: a bar with rate, time left and loss, and below it
// the curve of the losses, replaced in place while the run goes on and left as one picture.
//
// It is imported for its effect, by cells that train (package cell adds it as a companion of gen/fit). Outside notebooks it does nothing. A
// cell that is interrupted ends at the next step's display.
package training
