package assist

import (
	"encoding/json"
	"regexp"
	"strings"
)

// Inspection is the answer to an inspect_request.
type Inspection struct {
	// Found says whether there is something to tell.
	Found bool
	// Markdown and Plain tell it.
	Markdown, Plain string
}

// inspectionOf makes an answer of gopls' Markdown.
func inspectionOf(markdown string) Inspection {
	markdown = strings.TrimSpace(markdown)
	return Inspection{markdown != "", markdown, plain(markdown)}
}

// MarshalJSON writes the content of an inspect_reply.
func (i Inspection) MarshalJSON() ([]byte, error) {
	data := map[string]string{}
	if i.Found {
		data["text/markdown"], data["text/plain"] = i.Markdown, i.Plain
	}
	return json.Marshal(map[string]any{"status": "ok", "found": i.Found, "data": data, "metadata": struct{}{}})
}

var (
	links   = regexp.MustCompile(`\[([^\]\n]*)\]\([^)\n]*\)`)
	escapes = regexp.MustCompile("\\\\([\\\\`*_{}\\[\\]()<>#+.!|~&-])")
)

// plain takes the marks out of Markdown, as far as gopls writes them; code stays as it is.
func plain(markdown string) string {
	var lines []string
	code := false
	for line := range strings.Lines(markdown) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "```"):
			code = !code
			continue
		case code:
		case line == "---":
			continue
		default:
			line = escapes.ReplaceAllString(links.ReplaceAllString(line, "$1"), "$1")
		}
		if line != "" || len(lines) > 0 && lines[len(lines)-1] != "" {
			lines = append(lines, line)
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
