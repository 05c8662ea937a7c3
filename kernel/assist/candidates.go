package assist

import (
	"context"

	"github.com/gensci/gensci/kernel/cell"
)

// candidates are gopls' matches.
type candidates struct {
	matches []Match
	width   int // bytes before the cursor that they replace
}

// item is a CompletionItem of the protocol. Its additional edits would add imports; programs find theirs themselves.
type item struct {
	Label    string
	Kind     int
	Detail   string
	TextEdit struct {
		Range   span
		NewText string
	}
}

// kinds names CompletionItemKind of the protocol, as front ends know them.
var kinds = map[int]string{
	2: "method", 3: "function", 4: "constructor", 5: "field", 6: "variable", 7: "class", 8: "interface", 9: "module", 10: "property",
	13: "enum", 14: "keyword", 21: "constant", 22: "struct", 25: "class",
}

// fromServer asks gopls.
func (a *Assistant) fromServer(ctx context.Context, s cell.Sketch, c cursor) (candidates, error) {
	at := s.At(c.at)
	return ask(ctx, a.server, func(p *process) (candidates, error) {
		place, err := a.place(p, s, at)
		if err != nil {
			return candidates{}, err
		}
		var list struct{ Items []item }
		if err = p.call("textDocument/completion", place, &list); err != nil {
			return candidates{}, err
		}
		return candidatesOf(list.Items, s.Cell, at), nil
	})
}

// place shows gopls the sketch and returns the parameters that name a place in its cell.
func (a *Assistant) place(p *process, s cell.Sketch, at int) (map[string]any, error) {
	if err := p.tell(); err != nil {
		return nil, err
	}
	checkout := a.server.o.Checkout
	cellText, declaredText := p.files(s)
	if err := p.show(fileURI(checkout, declaredFile), declaredText); err != nil {
		return nil, err
	}
	file := fileURI(checkout, cellFile)
	if err := p.show(file, cellText); err != nil {
		return nil, err
	}
	return map[string]any{"textDocument": map[string]any{"uri": file}, "position": positionOf(s.Cell, at)}, nil
}

// candidatesOf takes the items that replace the same text as the first: Jupyter knows one range for all.
func candidatesOf(items []item, text string, at int) (c candidates) {
	for i, it := range items {
		start := offsetOf(text, it.TextEdit.Range.Start)
		if start > at || it.TextEdit.NewText == "" {
			continue
		}
		if i == 0 || c.matches == nil {
			c.width = at - start
		}
		if at-start == c.width {
			c.matches = append(c.matches, Match{it.TextEdit.NewText, kinds[it.Kind], it.Detail})
		}
	}
	return c
}
