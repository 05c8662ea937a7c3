// Package control is what a cell's program and the kernel say to each other about controls, such as the sliders of nb.Interact.
//
// A program that has controls sends a [Box] under the key [MIME], shows what its function shows for the values of that moment, and sends [Done]. The
// kernel shows the controls. When one is moved, it runs a program that consists of the call of nb.Interact alone, with the new values in the environment
// variable [Variable]. So no process waits for a reader.
package control
