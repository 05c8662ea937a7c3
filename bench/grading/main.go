package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/grader"
	"github.com/gensci/gensci/grade/run"
	"github.com/gensci/gensci/internal/replace"
)

//go:embed sheet.txt
var sheetText string

func main() {
	n := flag.Int("n", 200, "students")
	out := flag.String("o", "", "file for the numbers, JSON")
	page := flag.String("md", "", "file for the table, Markdown")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := measure(ctx, *n, *out, *page); err != nil {
		fmt.Fprintln(os.Stderr, "grading: "+err.Error())
		os.Exit(1)
	}
}

// Numbers are what was measured.
type Numbers struct {
	Students int       `json:"students"`
	Jobs     int       `json:"jobs"`
	Go       string    `json:"go"`
	Total    float64   `json:"total_s"`
	Seconds  []float64 `json:"seconds"`   // of each hand-in, in the order in which they were done
	Grader   []float64 `json:"grader_mb"` // resident set after each tenth of them
	Program  float64   `json:"program_mb"`
	Points   []string  `json:"points"` // different sums that were given
}

func measure(ctx context.Context, n int, out, page string) error {
	folder, err := os.MkdirTemp("", "gensci-bench-grading-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	sheet, b, err := course(ctx, folder, n)
	if err != nil {
		return err
	}
	defer b.Close()
	checkout, err := os.Getwd()
	if err != nil {
		return err
	}
	w, err := grader.Open(ctx, sheet, grader.Options{Checkout: checkout, Cache: filepath.Join(folder, "cache"), Seed: []byte("bench")})
	if err != nil {
		return err
	}
	defer w.Close()
	if _, err = w.Grade(ctx, masters(sheet), w.Tests()); err != nil { // warms caches
		return err
	}
	m := Numbers{Students: n, Jobs: runtime.NumCPU(), Go: runtime.Version()}
	sums := map[string]bool{}
	start := time.Now()
	_, err = run.Job{
		Book: b, Rule: book.Rule{Sheet: sheet.Name, Due: time.Unix(2e9, 0)}, Sheet: sheet, Release: "1", Workshop: w, Submissions: folder, Records: filepath.Join(folder, "grades"), By: "bench",
		Progress: func(s run.Step) {
			m.Seconds = append(m.Seconds, s.Took.Seconds())
			if s.Done*10/n > (s.Done-1)*10/n {
				m.Grader = append(m.Grader, resident())
			}
			for _, r := range s.Results {
				m.Program = max(m.Program, float64(r.Memory)/1e6)
			}
			sums[s.Earned().String()] = true
			fmt.Fprintf(os.Stderr, "\r%d of %d", s.Done, s.All)
		},
	}.Run(ctx)
	fmt.Fprintln(os.Stderr)
	if err != nil {
		return err
	}
	m.Total = time.Since(start).Seconds()
	for s := range sums {
		m.Points = append(m.Points, s)
	}
	slices.Sort(m.Points)
	return m.write(out, page)
}

// resident is this process's resident set in MB.
func resident() float64 {
	text, _ := os.ReadFile("/proc/self/status") // 0 where there is none
	for line := range strings.Lines(string(text)) {
		var kb float64
		if _, err := fmt.Sscanf(line, "VmRSS: %f kB", &kb); err == nil {
			return kb / 1000
		}
	}
	return 0
}

func (m Numbers) write(out, page string) error {
	text := m.markdown()
	fmt.Print(text)
	if page != "" {
		if err := replace.File(page, []byte(text)); err != nil {
			return err
		}
	}
	if out == "" {
		return nil
	}
	numbers, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	return replace.File(out, append(numbers, '\n'))
}

func (m Numbers) markdown() string {
	var s strings.Builder
	fmt.Fprintf(&s, "# What grading costs\n\nMade by `go run ./bench/grading`, do not edit; its documentation says what is measured.\n\n")
	fmt.Fprintf(&s, "%d hand-ins of five functions with a test each, %d at once, %s, %s/%s: %.0f s in all, %.2f s a hand-in.\n\n", m.Students, m.Jobs, m.Go, runtime.GOOS, runtime.GOARCH, m.Total, m.Total/float64(m.Students))
	fmt.Fprintf(&s, "| hand-ins | seconds for each, median | most | grader, MB |\n|---|---|---|---|\n")
	for i := range m.Grader {
		part := slices.Sorted(slices.Values(m.Seconds[i*len(m.Seconds)/10 : (i+1)*len(m.Seconds)/10]))
		fmt.Fprintf(&s, "| %d to %d | %.2f | %.2f | %.0f |\n", i*len(m.Seconds)/10+1, (i+1)*len(m.Seconds)/10, part[len(part)/2], part[len(part)-1], m.Grader[i])
	}
	fmt.Fprintf(&s, "\nThe largest program of a student had %.0f MB. Points that were given: %s.\n", m.Program, strings.Join(m.Points, ", "))
	return s.String()
}
