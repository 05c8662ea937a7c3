// Package quant reduces pictures to a palette of at most 256 colours, one for many pictures: exactly where they have no more, else by
// median cut, with the commonest colours kept.
//
//	p := quant.Palette(colorsToKeep, frames...)
//	small := quant.To(frame, p)   // *image.Paletted
//
// Reference: Heckbert, Color image quantization for frame buffer display, SIGGRAPH 1982.
package quant
