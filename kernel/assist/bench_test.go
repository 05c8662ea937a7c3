package assist

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Completions as somebody types, with gopls running: median and 95th percentile in ms, and gopls' memory (PSS) in MB.
func BenchmarkComplete(b *testing.B) {
	a := shared(b)
	m := memory(b, session...)
	a.Complete(b.Context(), m, "%%\ntw", 5)
	var times []time.Duration
	for n := 0; b.Loop(); n++ {
		for _, c := range completions {
			code, position := at(fmt.Sprintf("// %d\n%s", n, c.marked))
			begin := time.Now()
			a.Complete(b.Context(), m.Clone(), code, position)
			times = append(times, time.Since(begin))
		}
	}
	report(b, times, memoryOf(a.server.p.child.Pid()))
}

// The first completion of a session: with an empty cache, where it comes without gopls once the budget is spent, and with that of earlier
// sessions, where gopls gives it.
func BenchmarkStart(b *testing.B) {
	o := real(b)
	warm := o
	warm.Cache = b.TempDir()
	o.First, o.Later = 0, 0
	b.Run("cold", func(b *testing.B) { benchmarkStart(b, o) })
	b.Run("warm", func(b *testing.B) { benchmarkStart(b, warm) })
}

func benchmarkStart(b *testing.B, o Options) {
	m := memory(b, session...)
	var times []time.Duration
	var size float64
	for b.Loop() {
		a := New(o)
		begin := time.Now()
		c := a.Complete(b.Context(), m, "%%\ng.Reduc", 10)
		times = append(times, time.Since(begin))
		if len(c.Matches) == 0 {
			b.Error("no matches")
		}
		size = memoryOf(a.server.p.child.Pid())
		a.Close()
	}
	report(b, times, size)
}

func report(b *testing.B, times []time.Duration, size float64) {
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(times[0].Seconds()*1000, "first-ms")
	slices.Sort(times)
	b.ReportMetric(times[len(times)/2].Seconds()*1000, "median-ms")
	b.ReportMetric(times[(len(times)-1)*95/100].Seconds()*1000, "p95-ms")
	b.ReportMetric(size, "PSS-MB")
}

// memoryOf is a process's share of memory, 0 where /proc does not say.
func memoryOf(pid int) float64 {
	f, err := os.Open(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return 0
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if fields := strings.Fields(s.Text()); fields[0] == "Pss:" {
			kilobytes, _ := strconv.ParseFloat(fields[1], 64)
			return kilobytes / 1024
		}
	}
	return 0
}
