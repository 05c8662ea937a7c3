package archtest

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var (
	link   = regexp.MustCompile(`\]\(([^)#\s]+)[^)]*\)`)
	fenced = regexp.MustCompile("(?ms)^(<!-- code: (\\S+) -->\n)?```(\\w*)\n(.*?)^```")
)

// checkDocument returns one sentence for every link of a Markdown file that leads nowhere in the repository, and for every code
// block that says where it comes from, by a line <!-- code: path/from/root --> above it, and is not there: code in documents compiles
// because it is copied from a file that does.
func checkDocument(root, file string) ([]string, error) {
	text, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		return nil, err
	}
	var broken []string
	for _, m := range link.FindAllStringSubmatch(fenced.ReplaceAllString(string(text), ""), -1) {
		if strings.Contains(m[1], "://") {
			continue
		}
		if _, err := os.Stat(filepath.Join(root, filepath.Dir(file), m[1])); err != nil {
			broken = append(broken, fmt.Sprintf("%s: the link to %s leads nowhere", file, m[1]))
		}
	}
	for _, m := range fenced.FindAllStringSubmatch(string(text), -1) {
		if m[2] == "" {
			continue
		}
		source, err := os.ReadFile(filepath.Join(root, m[2]))
		if err != nil || !strings.Contains(flush(string(source)), flush(m[4])) {
			broken = append(broken, fmt.Sprintf("%s: a block says it is from %s, but is not there; copy it again", file, m[2]))
		}
	}
	return broken, nil
}

// flush moves all lines to the margin, since a document shows the inside of a function without its indent.
func flush(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimSpace(line) + "\n")
	}
	return b.String()
}
