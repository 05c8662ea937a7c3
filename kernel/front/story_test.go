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
			if line, g, w := difference(got.String(), string(want)); line > 0 {
				t.Errorf("%s:%d: got\n%s\nwant\n%s", file, line, g, w)
			}
		})
	}
}

// difference is the first line in which two texts differ, 0 if they don't, and what each has there.
func difference(got, want string) (line int, g, w string) {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(a), len(b)) {
		g, w = strings.Join(a[min(i, len(a)):min(i+3, len(a))], "\n"), strings.Join(b[min(i, len(b)):min(i+3, len(b))], "\n")
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			return i + 1, g, w
		}
	}
	return 0, "", ""
}

// volatile is what differs from run to run.
var volatile = regexp.MustCompile(`0x[0-9a-f]+|/\S*/front\d+|(?m)[\d.]+ \S*s ± .* per run.*|(^time: |stdout time: )\S+`)

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
