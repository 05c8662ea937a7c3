package show

import (
	"fmt"
	"math"
	"time"
)

// How long %timeit measures.
const (
	repeats     = 7
	shortest    = 50 * time.Millisecond // of one repeat
	mostRuns    = 1 << 30
	significant = 3
)

// Timeit says how long a run of f takes: mean and standard deviation over seven repeats, each of as many runs as fill a twentieth of a second.
// The first run is not counted.
func Timeit(f func()) {
	f()
	n := 1
	for runs(f, n) < shortest && n < mostRuns {
		n *= 2
	}
	var each [repeats]float64 // seconds
	mean, deviation := 0.0, 0.0
	for i := range each {
		each[i] = runs(f, n).Seconds() / float64(n)
		mean += each[i] / repeats
	}
	for _, x := range each {
		deviation += (x - mean) * (x - mean) / (repeats - 1)
	}
	fmt.Printf("%s ± %s per run (%d repeats of %d)\n", duration(mean), duration(math.Sqrt(deviation)), repeats, n)
}

func runs(f func(), n int) time.Duration {
	begin := time.Now()
	for range n {
		f()
	}
	return time.Since(begin)
}

// duration writes seconds with three significant digits.
func duration(seconds float64) string {
	for _, u := range []struct {
		name string
		size float64
	}{{"s", 1}, {"ms", 1e-3}, {"µs", 1e-6}} {
		if seconds >= u.size {
			return fmt.Sprintf("%.*g %s", significant, seconds/u.size, u.name)
		}
	}
	return fmt.Sprintf("%.*g ns", significant, seconds*1e9)
}
