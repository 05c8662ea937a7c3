package archtest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDocuments(t *testing.T) {
	var files []string
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/adr/*.md", "bench/*.md", "changelog/unreleased/README.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) < 5 {
		t.Fatalf("found %d documents below %s: is this the module's root?", len(files), root)
	}
	for _, file := range files {
		rel, err := filepath.Rel(root, file)
		if err != nil {
			t.Fatal(err)
		}
		broken, err := checkDocument(root, rel)
		if err != nil {
			t.Error(err)
		}
		for _, b := range broken {
			t.Error(b)
		}
	}
}

func TestCheckDocument(t *testing.T) {
	const fence = "```"
	for _, c := range []struct{ name, text, want string }{
		{"good links", "[x](x.go), [web](https://example.org/a), [here](#part), [part](x.go#L1)", ""},
		{"a link that leads nowhere", "see [y](y.go)", "y.go leads nowhere"},
		{"no link inside code", fence + "\nf[a](b)\n" + fence, ""},
		{"code from a file", "<!-- code: x.go -->\n" + fence + "go\na := 1\nb := 2\n" + fence, ""},
		{"code that has changed", "<!-- code: x.go -->\n" + fence + "go\na := 1\nb := 3\n" + fence, "copy it again"},
		{"code from no file", "<!-- code: y.go -->\n" + fence + "go\na := 1\n" + fence, "copy it again"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range map[string]string{"x.go": "package x\n\nfunc x() {\n\ta := 1\n\tb := 2\n}\n", "x.md": c.text + "\n"} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			got, err := checkDocument(dir, "x.md")
			if err != nil {
				t.Fatal(err)
			}
			if all := strings.Join(got, "\n"); (c.want == "") != (all == "") || !strings.Contains(all, c.want) {
				t.Errorf("got %q, want %q in it", all, c.want)
			}
		})
	}
}
