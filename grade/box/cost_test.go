package box

import "testing"

// BenchmarkRun is a program that prints a line, in a box and without: what a box costs is the difference.
func BenchmarkRun(b *testing.B) {
	for name, bare := range map[string]bool{"box": false, "bare": true} {
		b.Run(name, func(b *testing.B) {
			run := playing("hello")
			run.Bare = bare
			for b.Loop() {
				if _, err := run.Run(b.Context()); err != nil {
					b.Skip(err)
				}
			}
		})
	}
}
