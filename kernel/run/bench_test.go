package run

import "testing"

// BenchmarkEmptyProgram is what running costs beside the program itself.
func BenchmarkEmptyProgram(b *testing.B) {
	for b.Loop() {
		p, err := Start(b.Context(), Program{Path: "/bin/true", Temp: b.TempDir()}, Sink{})
		if err != nil {
			b.Fatal(err)
		}
		p.Wait()
	}
}
