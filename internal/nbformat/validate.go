package nbformat

import "fmt"

// Validate checks the rules of nbformat 4.5 that the Go types leave open and says in one sentence which is broken.
func (n *Notebook) Validate() error {
	seen := make(map[string]int, len(n.Cells))
	for i, c := range n.Cells {
		if !idPattern.MatchString(c.ID) {
			return fmt.Errorf("cell %d has the id %q; ids are 1 to 64 of a-z A-Z 0-9 - _", i+1, c.ID)
		}
		if first, twice := seen[c.ID]; twice {
			return fmt.Errorf("cells %d and %d have the same id %q; delete one of the two ids", first, i+1, c.ID)
		}
		seen[c.ID] = i + 1
		if err := c.validate(); err != nil {
			return fmt.Errorf("cell %d %w", i+1, err)
		}
	}
	return nil
}

func (c Cell) validate() error {
	switch c.Type {
	case Code:
		if c.Attachments != nil {
			return fmt.Errorf("is a code cell with attachments; only markdown and raw cells have them")
		}
	case Markdown, Raw:
		if len(c.Outputs) > 0 || c.ExecutionCount != 0 {
			return fmt.Errorf("is a %s cell with outputs; only code cells have them", c.Type)
		}
	default:
		return fmt.Errorf("is of the unknown type %q; known are markdown, code and raw", c.Type)
	}
	if c.ExecutionCount < 0 {
		return fmt.Errorf("has the negative execution count %d", c.ExecutionCount)
	}
	for j, o := range c.Outputs {
		if err := o.validate(); err != nil {
			return fmt.Errorf("output %d %w", j+1, err)
		}
	}
	return nil
}

func (o Output) validate() error {
	switch o.Type {
	case Stream:
		if o.Name == "" {
			return fmt.Errorf("is a stream without a name")
		}
	case DisplayData, ExecuteResult:
		return validateBundle(o.Data)
	case Error:
	default:
		return fmt.Errorf("is of the unknown type %q", o.Type)
	}
	return nil
}

func validateBundle(data map[string]any) error {
	for mime, v := range data {
		if _, ok := v.(string); !ok && !isJSON(mime) {
			return fmt.Errorf("has %s that is neither text nor lines", mime)
		}
	}
	return nil
}
