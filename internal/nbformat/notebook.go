package nbformat

// The cell types of nbformat 4.
const (
	Markdown = "markdown"
	Code     = "code"
	Raw      = "raw"
)

// Notebook is a notebook in memory.
type Notebook struct {
	Metadata map[string]any // kernelspec, language_info and whatever else was there; numbers are json.Number
	Cells    []Cell
}

// Cell is one cell. Source is the whole text, whether the file had a string or a list of lines.
type Cell struct {
	Type           string // Markdown, Code or Raw
	ID             string // 1 to 64 of a-z A-Z 0-9 - _, unique in the notebook
	Source         string
	Metadata       map[string]any
	Attachments    map[string]any // of markdown and raw cells: file name → mime bundle
	ExecutionCount int            // of code cells; 0 for "not executed"
	Outputs        []Output       // of code cells
}

// Clear strips the outputs and execution counts of all code cells, as notebooks are kept in git.
func (n *Notebook) Clear() {
	for i := range n.Cells {
		n.Cells[i].ExecutionCount = 0
		n.Cells[i].Outputs = nil
	}
}

// Language returns the notebook's language in the spelling of its metadata ("go", "python"), or "" if it names none.
func (n *Notebook) Language() string {
	if s := lookup(n.Metadata, "kernelspec", "language"); s != "" {
		return s
	}
	return lookup(n.Metadata, "language_info", "name")
}

// lookup returns the string at m[outer][inner], or "".
func lookup(m map[string]any, outer, inner string) string {
	o, _ := m[outer].(map[string]any)
	s, _ := o[inner].(string)
	return s
}
