package nbformat

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
)

var idPattern = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,64}$`)

// MintIDs gives an id to every cell that has none. The id depends on the cell's place and source alone, so that reading the same
// old notebook twice gives the same ids.
func (n *Notebook) MintIDs() {
	used := make(map[string]bool, len(n.Cells))
	for _, c := range n.Cells {
		used[c.ID] = true
	}
	for i := range n.Cells {
		c := &n.Cells[i]
		for try := 0; c.ID == ""; try++ {
			sum := sha256.Sum256(fmt.Appendf(nil, "%d %d %s %s", try, i, c.Type, c.Source))
			if id := hex.EncodeToString(sum[:4]); !used[id] {
				c.ID, used[id] = id, true
			}
		}
	}
}
