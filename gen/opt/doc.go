// Package opt minimizes.
package opt
