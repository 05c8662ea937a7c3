package nb

import (
	"fmt"
	"html"
	"iter"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/gensci/gensci/kernel/show"
)

// barEvery is how often a bar is redrawn at most.
const barEvery = 100 * time.Millisecond

// now and update are replaced by tests.
var (
	now    = time.Now
	update = show.Update
)

// Bar is a progress bar that updates in place. Its methods may be called from several goroutines. It holds no functions, so that variables
// of notebooks can hold it.
type Bar struct {
	mu          sync.Mutex
	total, done int
	title, note string
	begin, last time.Time
	closed      bool
	full        bool   // the total is reached: it looks as one that is closed
	stale       bool   // something was said since it was drawn
	id          string // of the display; "" outside a notebook
}

// Progress shows a bar for total steps: how many are done, how many there are in a second, how much time is left, and a note. Outside a notebook
// nothing is seen until Close writes one line to standard error. A bar that reaches its total looks as one that is closed; one that may end
// before needs Close, or Steps, which calls it.
//
//	bar := nb.Progress(300, "files")
//	for i := range bar.Steps() {
//		bar.Note(read(i))
//	}
func Progress(total int, title string) *Bar {
	id := ""
	if show.InNotebook() {
		id = show.NewID()
	}
	return newBar(total, title, id)
}

// Range counts from 0 to below n, and shows a bar meanwhile.
//
//	for i := range nb.Range(300, "files") {
func Range(n int, title string) iter.Seq[int] {
	return func(yield func(int) bool) { Progress(n, title).Steps()(yield) }
}

func newBar(total int, title, id string) *Bar {
	b := &Bar{total: total, title: title, begin: now(), id: id}
	b.draw()
	return b
}

// Steps counts from 0 to below the bar's total. Each round of a loop over it is a step, and the bar is closed at its end, also if the loop is left before.
func (b *Bar) Steps() iter.Seq[int] {
	return func(yield func(int) bool) {
		defer b.Close()
		for i := range b.total {
			if !yield(i) {
				return
			}
			b.Add(1)
		}
	}
}

// Set says how many steps are done, and in a few words how it goes ("loss 0.31"). The picture follows ten times a second.
func (b *Bar) Set(done int, note string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.done, b.note = done, note
	b.follow()
}

// Add adds to the number of steps done.
func (b *Bar) Add(steps int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.done += steps
	b.follow()
}

// Note says in a few words how it goes.
func (b *Bar) Note(note string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.note = note
	b.follow()
}

// Close shows the last state. The bar stays, as a line that says how far it came and how long it took.
func (b *Bar) Close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return
	}
	b.closed = true
	if b.stale || !b.full {
		b.draw()
	}
	if b.id == "" {
		fmt.Fprintln(os.Stderr, b.text())
	}
}

// follow draws unless that was done a moment ago, and in any case when the total is reached: nothing may come after.
func (b *Bar) follow() {
	before := b.full
	b.stale = true
	b.full = b.total > 0 && b.done >= b.total
	if b.full && !before || now().Sub(b.last) >= barEvery {
		b.draw()
	}
}

func (b *Bar) ended() bool { return b.closed || b.full }

func (b *Bar) draw() {
	b.last, b.stale = now(), false
	if b.id != "" {
		update(b.id, map[string]any{show.Text: b.text(), show.HTML: b.html()})
	}
}

// status is what both forms share: "1500/3000  120/s  12.5s left  loss 0.31", and at the end how long it took.
func (b *Bar) status() string {
	took := now().Sub(b.begin)
	text := fmt.Sprintf("%d/%d", b.done, b.total)
	if rate := float64(b.done) / took.Seconds(); b.done > 0 && took > 0 {
		text += fmt.Sprintf("  %s/s", perSecond(rate))
		if left := float64(b.total-b.done) / rate; left > 0 && !b.ended() {
			text += fmt.Sprintf("  %s left", time.Duration(left*float64(time.Second)).Round(100*time.Millisecond))
		}
	}
	if b.ended() {
		text += "  " + took.Round(100*time.Millisecond).String()
	}
	return strings.TrimSpace(text + "  " + b.note)
}

func perSecond(rate float64) string {
	if rate < 10 {
		return fmt.Sprintf("%.1f", rate)
	}
	return fmt.Sprintf("%.0f", rate)
}

func (b *Bar) text() string {
	const width = 20
	full := 0
	if b.total > 0 {
		full = min(max(b.done, 0), b.total) * width / b.total
	}
	return fmt.Sprintf("%s [%s%s] %s", b.title, strings.Repeat("#", full), strings.Repeat(".", width-full), b.status())
}

// html is one line of the same height with and without the bar, so that nothing below jumps.
func (b *Bar) html() string {
	bar := fmt.Sprintf(`<progress value="%d" max="%d" style="vertical-align: middle"></progress>`, b.done, max(b.total, 1))
	if b.ended() {
		bar = ""
	}
	return fmt.Sprintf(`<div style="line-height: 1.6">%s %s %s</div>`, html.EscapeString(b.title), bar, html.EscapeString(b.status()))
}
