// Package box runs a program that may be hostile.
package box
