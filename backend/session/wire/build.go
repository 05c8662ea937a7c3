package wire

import (
	"fmt"
	"hash/fnv"
	"sync"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
)

// Build names what computations are encoded with. Both sides must agree, or one operation could be taken for another: operations and dtypes
// are sent by their numbers, so it has a sum over their names. The build information of programs would say it too, but not all have it.
func Build() string { return build() }

var build = sync.OnceValue(func() string {
	h := fnv.New64a()
	for op := compute.OpType(0); op < compute.OpTypeLast; op++ {
		fmt.Fprintln(h, op)
	}
	for t := range dtypes.SupportedDTypes {
		fmt.Fprintln(h, dtypes.DType(t))
	}
	return fmt.Sprintf("protocol %d, operations %016x", Version, h.Sum64())
})
