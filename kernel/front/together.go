package front

import (
	"encoding/base64"
	"fmt"
	"html"
	"maps"
	"strings"
)

// together makes one display of outputs: a single one stays what it is, several are texts, and pages of HTML with their pictures, one below the other.
// The first picture is there for itself too, for readers who show nothing else.
func together(outputs []dict) (data, metadata dict) {
	if len(outputs) == 1 && outputs[0]["output_type"] == "display_data" {
		return outputs[0]["data"].(dict), outputs[0]["metadata"].(dict)
	}
	data, metadata = dict{}, dict{}
	var texts, pages []string
	plain := true // text alone
	for _, o := range outputs {
		text, page := textOf(o), pageOf(o)
		texts, pages = append(texts, strings.TrimRight(text, "\n")), append(pages, page)
		plain = plain && o["output_type"] == "stream" && o["name"] == "stdout"
		if picture, known := pictureOf(o); picture != nil && data["image/png"] == nil && data["image/svg+xml"] == nil {
			maps.Copy(data, picture)
			maps.Copy(metadata, known)
		}
	}
	data["text/plain"] = strings.Join(texts, "\n")
	if !plain {
		data["text/html"] = strings.Join(pages, "\n")
	}
	return data, metadata
}

func textOf(o dict) string {
	switch o["output_type"] {
	case "stream":
		return o["text"].(string)
	case "error":
		return strings.Join(o["traceback"].([]string), "\n")
	}
	text, _ := o["data"].(dict)["text/plain"].(string)
	return text
}

// pictureOf are the pictures of a display, and what is known of them.
func pictureOf(o dict) (picture, known dict) {
	data, _ := o["data"].(dict)
	metadata, _ := o["metadata"].(dict)
	for _, kind := range []string{"image/png", "image/svg+xml"} {
		if data[kind] == nil {
			continue
		}
		if picture == nil {
			picture, known = dict{}, dict{}
		}
		picture[kind] = data[kind]
		if metadata[kind] != nil {
			known[kind] = metadata[kind]
		}
	}
	return picture, known
}

// pageOf is an output as HTML.
func pageOf(o dict) string {
	text := html.EscapeString(textOf(o))
	switch {
	case o["output_type"] == "error", o["name"] == "stderr":
		return `<pre style="margin: 0; background: var(--jp-rendermime-error-background, #fdd)">` + text + "</pre>"
	case o["output_type"] == "stream":
		return preformatted + text + "</pre>"
	}
	data := o["data"].(dict)
	if page, ok := data["text/html"].(string); ok {
		return page
	}
	if svg, ok := data["image/svg+xml"].(string); ok {
		return image(o, "image/svg+xml", base64.StdEncoding.EncodeToString([]byte(svg)))
	}
	if png, ok := data["image/png"].(string); ok {
		return image(o, "image/png", png)
	}
	return preformatted + text + "</pre>"
}

// preformatted begins text that stands where other text does.
const preformatted = `<pre style="margin: 0; padding: 0">`

// image is a picture with the size and the description that are known of it.
func image(o dict, kind, content string) string {
	known, _ := o["metadata"].(dict)[kind].(dict)
	if known == nil { // an SVG has the description of the PNG beside it
		known, _ = o["metadata"].(dict)["image/png"].(dict)
	}
	more := ""
	for _, key := range []string{"width", "height", "alt"} {
		if known[key] != nil {
			more += fmt.Sprintf(` %s="%s"`, key, html.EscapeString(fmt.Sprint(known[key])))
		}
	}
	return fmt.Sprintf(`<div><img src="data:%s;base64,%s" style="max-width: 100%%"%s></div>`, kind, content, more)
}
