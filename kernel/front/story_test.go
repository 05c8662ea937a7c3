package front

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Stories are notebooks as their readers see them: cells that begin with a line "> ", and what they show. They are checked against what is
// shown now; -update writes them anew, for somebody to read what has changed.
func TestStories(t *testing.T) {
	if testing.Short() {
		t.Skip("builds cells")
	}
	files, err := filepath.Glob("testdata/live/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			k := listen(t)
			var got bytes.Buffer
			for _, code := range cellsOf(string(want)) {
				_, shown := k.execute(code)
				got.WriteString("> " + strings.ReplaceAll(code, "\n", "\n> ") + "\n")
				for _, line := range joined(shown) {
					line = strings.NewReplacer(`\n`, "\n    ", `\u003c`, "<", `\u003e`, ">", `\u0026`, "&", `\"`, `"`).Replace(line)
					got.WriteString(volatile.ReplaceAllString(strings.TrimRight(line, "\n "), "…") + "\n")
				}
				got.WriteString("\n")
			}
			if *update {
				if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got.String() != string(want) {
				t.Errorf("got\n%s", got.String())
			}
		})
	}
}

// volatile is what differs from run to run.
var volatile = regexp.MustCompile(`0x[0-9a-f]+|/\S*/front\d+|(?m)(^time: |stdout time: )\S+`)

// joined are messages with the pieces of a stream as one.
func joined(shown []string) (list []string) {
	for _, line := range shown {
		stream := strings.Join(strings.SplitN(line, " ", 3)[:min(2, strings.Count(line, " "))], " ") + " "
		if n := len(list); n > 0 && strings.HasPrefix(line, "stream ") && strings.HasPrefix(list[n-1], stream) {
			list[n-1] += strings.TrimPrefix(line, stream)
			continue
		}
		list = append(list, line)
	}
	return list
}

// cellsOf are the cells of a story.
func cellsOf(story string) (cells []string) {
	open := false
	for line := range strings.Lines(story) {
		code, isCode := strings.CutPrefix(strings.TrimRight(line, "\n"), ">")
		code = strings.TrimPrefix(code, " ")
		switch {
		case isCode && open:
			cells[len(cells)-1] += "\n" + code
		case isCode:
			cells = append(cells, code)
		}
		open = isCode
	}
	return cells
}
