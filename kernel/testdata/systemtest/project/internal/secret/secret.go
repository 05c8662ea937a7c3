// Package secret is for this module alone.
package secret

// Seven is 7.
const Seven = 7
