package cell

import (
	"crypto/sha256"
	"fmt"
	"regexp"
	"strconv"
)

// numbers are those by which the compiler knows cells: the number under which a source was executed first, so that executing it again makes the same
// program, which needs no building.
type numbers map[[sha256.Size]byte]int

// of is the number of a source, that of now if it is new.
func (n numbers) of(source string, now int) int {
	if known, ok := n[sha256.Sum256([]byte(source))]; ok {
		return known
	}
	return now
}

func (n *numbers) keep(source string, number int) {
	if *n == nil {
		*n = numbers{}
	}
	(*n)[sha256.Sum256([]byte(source))] = number
}

// know notes a cell whose places may be in messages. Of two executions of the same source the latest is the one that readers see.
func (p *Program) know(o *origin) {
	if old := p.origins[o.number]; old == nil || old.shown < o.shown {
		p.origins[o.number] = o
	}
}

var numbered = regexp.MustCompile(`cell\[(\d+)\]`)

// Renumber writes into the places of a message, such as cell[3]:7, the numbers under which cells were executed last.
func (p *Program) Renumber(message string) string {
	return numbered.ReplaceAllStringFunc(message, func(place string) string {
		number, _ := strconv.Atoi(numbered.FindStringSubmatch(place)[1])
		if o := p.origins[number]; o != nil {
			return fmt.Sprintf("cell[%d]", o.shown)
		}
		return place
	})
}
