// Package image turns the memory that variables lead to into bytes, and bytes into memory of another process.
//
// All that can be reached from a set of variables is one graph. Pieces of memory that overlap are merged into regions, so that slices of one
// array, pointers to its elements and to fields of structs stay what they are: names for the same memory. Variables that share a region,
// directly or over others, form a component, and a component is what is written and read as a whole.
//
//	w := image.NewWorld()
//	g := w.Walk([]image.Root{{Name: "x", Ptr: &x}, {Name: "y", Ptr: &y}}, nil)
//	for _, c := range g.Components() {
//		c.Names, c.Why // the variables, and why they cannot be kept, if so
//		c.Encode()     // the bytes
//	}
//
// In another process, or later:
//
//	b, err := image.Open(path)
//	l, err := w.Load(b, []image.Root{{Name: "x", Ptr: &x}, {Name: "y", Ptr: &y}})
//	l.Same() // whether nothing has changed since
//
// # Format
//
// A file has a header, a table of types and names, the images of the regions, the bytes of strings, and, on pages of their own, large regions
// without pointers, which are mapped instead of read. All but the latter is under a checksum. The image of a region is its memory with each
// reference replaced by the number of a region and an offset. Regions are numbered as they are met from the variables, in the order of
// their names, so that equal values give equal bytes, except for large maps.
package image
