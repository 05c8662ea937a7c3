package kernel

import (
	"testing"

	"github.com/gensci/gensci/internal/tail"
)

func TestLastWords(t *testing.T) {
	for log, want := range map[string]string{
		"": "", "I1125 all is well\nW1125 not quite\n": "",
		"one\ntwo\n\nI1125 chatter\n three\nfour": "; its log ends: two / three / four",
	} {
		kept := &tail.Tail{Size: logLength}
		_, _ = kept.Write([]byte(log))
		if got := lastWords(kept); got != want {
			t.Errorf("%q: got %q, want %q", log, got, want)
		}
	}
}
