package book_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/book"
)

// Phrases keep their places, are there once, and count their use.
func TestPhrases(t *testing.T) {
	onBoth(t, func(t *testing.T, where string) {
		b, ctx := course(t, where), t.Context()
		of := func(text string) book.Phrase { return book.Phrase{Sheet: "22-flows", Cell: "discuss", Text: text} }
		for _, text := range []string{"sign error", " no units\n", "sign error", "see the lecture"} {
			must2(b.KeepPhrase(ctx, of(text)))(t)
		}
		must(t, b.UsePhrases(ctx, "22-flows", "discuss", "There is a sign error, and again a sign error."))
		must(t, b.DropPhrase(ctx, book.Phrase{Sheet: "22-flows", Cell: "discuss", Place: 2, Text: "no units"}))
		must(t, b.DropPhrase(ctx, book.Phrase{Sheet: "22-flows", Cell: "discuss", Place: 3, Text: "another text by now"}))
		want := []string{"1 sign error 1", "3 see the lecture 0"}
		check := func() {
			t.Helper()
			all, err := b.Phrases(ctx, "22-flows", "discuss")
			must(t, err)
			var got []string
			for _, p := range all {
				got = append(got, fmt.Sprint(p.Place, " ", p.Text, " ", p.Used))
			}
			if strings.Join(got, "; ") != strings.Join(want, "; ") {
				t.Errorf("phrases %q, want %q", got, want)
			}
		}
		check()
		must2(b.KeepPhrase(ctx, of("new")))(t)
		want = []string{"1 sign error 1", "2 new 0", "3 see the lecture 0"}
		check()
		for text, why := range map[string]string{" ": "without text", strings.Repeat("x", 3000): "2000 bytes"} {
			if _, err := b.KeepPhrase(ctx, of(text)); err == nil || !strings.Contains(err.Error(), why) {
				t.Errorf("%.10q: %v, want %q", text, err, why)
			}
		}
		if _, err := b.KeepPhrase(ctx, book.Phrase{Sheet: "22-flows", Cell: "nothing", Text: "x"}); err == nil {
			t.Error("a phrase for a task that is not there")
		}
	})
}

// A dump from before there were phrases is read.
func TestDumpWithoutPhrases(t *testing.T) {
	onBoth(t, func(t *testing.T, where string) {
		b, ctx := course(t, where), t.Context()
		var out bytes.Buffer
		must(t, b.Dump(ctx, &out))
		old, _, _ := strings.Cut(strings.Replace(out.String(), `"gengrade-gradebook":3`, `"gengrade-gradebook":1`, 1), `{"table":"phrases"`)
		must2(b.KeepPhrase(ctx, book.Phrase{Sheet: "22-flows", Cell: "discuss", Text: "x"}))(t)
		must(t, b.Load(ctx, strings.NewReader(old), true))
		if all, err := b.Phrases(ctx, "22-flows", "discuss"); err != nil || len(all) != 0 {
			t.Errorf("phrases %+v, %v", all, err)
		}
		if err := b.Load(ctx, strings.NewReader(strings.Replace(old, "gradebook\":1", "gradebook\":2", 1)), true); err == nil {
			t.Error("a dump without a table was read")
		}
	})
}
