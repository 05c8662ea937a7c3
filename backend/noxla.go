//go:build !(cgo && !noxla && ((linux && (amd64 || arm64)) || (darwin && arm64)))

package backend

import (
	"errors"

	"github.com/gomlx/compute"
)

// HasXLA says whether this program was built with XLA (cgo, no tag noxla, a platform with plugins).
const HasXLA = false

const whyNoXLA = "this program was built without it (install a C compiler such as gcc, leave CGO_ENABLED and the tag noxla unset, then run `gensci setup`)"

var xlaNames = []string{"xla", "stablehlo", "hlo", "shlo"}

func newXLA(string) (compute.Backend, error) {
	return nil, errors.New("XLA is not available: " + whyNoXLA)
}
