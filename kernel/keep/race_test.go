//go:build race

package keep_test

func init() { raceEnabled = true }
