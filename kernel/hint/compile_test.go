package hint

import (
	"go/scanner"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Each mistake gets its hint for the words of whoever finds it first, and the mended cell, which does what the hint says, has no errors.
func TestCompileHints(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles cells")
	}
	c := newChecker(t)
	total := 0
	for _, file := range []string{"names.txt", "assign.txt", "types.txt", "syntax.txt", "python.txt", "notebook.txt"} {
		for _, b := range readBlocks(t, file) {
			total++
			t.Run(strings.TrimSuffix(file, ".txt")+": "+b.name, func(t *testing.T) { c.test(t, b) })
		}
	}
	t.Logf("%d mistakes", total)
}

func (c *checker) test(t *testing.T, b block) {
	sources := map[string][]string{"parser": c.parser(b.cell)}
	if sources["parser"] == nil {
		sources = map[string][]string{"type checker": c.checker(b.cell), "compiler": c.compiler(t, b.cell)}
	}
	for who, words := range sources {
		if len(words) == 0 {
			t.Errorf("the %s finds nothing wrong", who)
			continue
		}
		if got := c.first(t, b, words); got != b.hint {
			t.Errorf("the %s says %q, hint\n%s\nwant\n%s", who, words, got, b.hint)
		}
	}
	if words := c.checker(b.mended); len(words) > 0 {
		t.Errorf("mended, but %q", words)
	}
	if b.hint == "" || !followed(b.hint, b.mended) {
		t.Errorf("the mended cell does nothing of what the hint says:\n%s\n%s", b.hint, b.mended)
	}
}

// first is the hint for the first error. A variable that is not used because of another error comes before that, from the compiler.
func (c *checker) first(t *testing.T, b block, words []string) string {
	t.Helper()
	for i, w := range words {
		if m := c.mistake(t, b.cell, w); i == len(words)-1 || !strings.HasPrefix(m.Message, "declared and not used") || strings.Contains(b.hint, "_") {
			return For(m)
		}
	}
	return ""
}

// What looks like a mistake that has a hint, and is another one, gets no hint, or one that is right for it.
func TestNoHint(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles cells")
	}
	c := newChecker(t)
	for _, b := range readBlocks(t, "others.txt") {
		t.Run(b.name, func(t *testing.T) {
			words := append(c.parser(b.cell), c.checker(b.cell)...)
			if len(words) == 0 {
				t.Fatal("nothing is wrong with it")
			}
			if got := For(c.mistake(t, b.cell, words[0])); got != b.hint {
				t.Errorf("%q gets %q, want %q", words[0], got, b.hint)
			}
		})
	}
}

// Whatever a hint says to call is there, and what it says is called otherwise is not.
func TestNamesExist(t *testing.T) {
	if testing.Short() {
		t.Skip("reads compiled packages")
	}
	c := newChecker(t)
	names := c.names("")
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`\b([a-z]\w*)\.([A-Z]\w*)`).FindAllStringSubmatch(string(text), -1) {
			if _, known := packages[m[1]]; !known || strings.HasSuffix(file, "_test.go") || m[2] == "DotBuilder" {
				continue
			}
			checked++
			if there := slices.Contains(names(m[1]), m[2]); there != (pythonIn[m[0]] == "") {
				t.Errorf("%s: is there a %s? %t", file, m[0], there)
			}
		}
	}
	if checked < 100 {
		t.Errorf("only %d names were found", checked)
	}
}

// Correct code of the project has none of the lines that rules for other languages look for, but for those that Go has too.
func TestGoIsNotPython(t *testing.T) {
	files, err := filepath.Glob("../*/*.go")
	if err != nil || len(files) < 50 {
		t.Fatal(err, len(files))
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(withoutTexts(text)) {
			if got := For(Mistake{Message: "expected statement, found 'x'", Line: line}); got != "" {
				t.Errorf("%s: %q gets %q", file, line, got)
			}
		}
	}
}

// withoutTexts is code without comments and without what stands in backquotes, which may go over several lines.
func withoutTexts(code []byte) string {
	var scan scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(code))
	scan.Init(file, code, nil, scanner.ScanComments)
	for {
		pos, tok, text := scan.Scan()
		switch {
		case tok == token.EOF:
			return string(code)
		case tok == token.COMMENT, tok == token.STRING && text[0] == '`':
			for i := range text {
				if at := file.Offset(pos) + i; code[at] != '\n' {
					code[at] = ' '
				}
			}
		}
	}
}
