package nb

import (
	"fmt"
	"html"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/gensci/gensci/kernel/show"
)

// barEvery is how often a bar is redrawn at most.
const barEvery = 250 * time.Millisecond

// Bar is a progress bar that updates in place. Its methods may be called from several goroutines.
type Bar struct {
	mu          sync.Mutex
	total, done int
	title, note string
	begin, last time.Time
	show        func(map[string]any)
	closed      func(text string) // may be nil
	now         func() time.Time
}

// Progress shows a bar for total steps. Outside a notebook nothing is seen until Close writes one line to standard error.
func Progress(total int, title string) *Bar {
	if !show.InNotebook() {
		b := newBar(total, title, time.Now, func(map[string]any) {})
		b.closed = func(text string) { fmt.Fprintln(os.Stderr, text) }
		return b
	}
	id := show.NewID()
	return newBar(total, title, time.Now, func(b map[string]any) { show.Update(id, b) })
}

func newBar(total int, title string, now func() time.Time, show func(map[string]any)) *Bar {
	b := &Bar{total: total, title: title, now: now, show: show, begin: now()}
	b.draw()
	return b
}

// Set says how many steps are done, and in a few words how it goes ("loss 0.31"). The picture follows four times a second.
func (b *Bar) Set(done int, note string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.done, b.note = done, note
	if b.now().Sub(b.last) >= barEvery {
		b.draw()
	}
}

// Add adds to the number of steps done.
func (b *Bar) Add(steps int) {
	b.mu.Lock()
	done, note := b.done+steps, b.note
	b.mu.Unlock()
	b.Set(done, note)
}

// Close shows the last state. The bar stays, as a line that says how far it came and how long it took.
func (b *Bar) Close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.draw()
	if b.closed != nil {
		b.closed(b.text())
	}
}

func (b *Bar) draw() {
	b.last = b.now()
	b.show(map[string]any{show.Text: b.text(), show.HTML: b.html()})
}

// status is the part of the line that both forms share: "1500/3000  12 s  loss 0.31".
func (b *Bar) status() string {
	s := fmt.Sprintf("%d/%d  %s", b.done, b.total, b.now().Sub(b.begin).Round(100*time.Millisecond))
	return strings.TrimSpace(s + "  " + b.note)
}

func (b *Bar) text() string {
	const width = 20
	full := 0
	if b.total > 0 {
		full = min(max(b.done, 0), b.total) * width / b.total
	}
	return fmt.Sprintf("%s [%s%s] %s", b.title, strings.Repeat("#", full), strings.Repeat(".", width-full), b.status())
}

func (b *Bar) html() string {
	return fmt.Sprintf(`<div>%s <progress value="%d" max="%d"></progress> %s</div>`,
		html.EscapeString(b.title), b.done, max(b.total, 1), html.EscapeString(b.status()))
}
