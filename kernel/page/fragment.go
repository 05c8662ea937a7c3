package page

import "html/template"

// Markdown renders a Markdown text as part of another page: no HTML of its own, formulas as MathML, no pictures but the attached ones, of formats
// that cannot run anything. It loads nothing.
func Markdown(source string, attachments map[string]any) template.HTML {
	return markdown(source, attachments)
}

// Go renders Go source with its words marked: span elements of the classes k (words), s (texts), n (numbers) and c (comments), to stand in a pre.
func Go(source string) template.HTML { return highlight(source) }
