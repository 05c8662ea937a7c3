//go:build cgo && !noxla && ((linux && (amd64 || arm64)) || (darwin && arm64))

package backend

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/gomlx/compute"
	"github.com/gomlx/go-xla/compute/xla"
)

// HasXLA says whether this program was built with XLA (cgo, no tag noxla, a platform with plugins).
const HasXLA = true

const whyNoXLA = ""

var xlaNames = []string{"xla", "stablehlo", "hlo", "shlo"}

func init() { xla.EnableAutoInstall(false) }

// newXLA resolves the plugin to an absolute path itself, so that the same plugins are found wherever a program runs, and looks into the
// file first, since loading a damaged library can end the process.
func newXLA(options string) (compute.Backend, error) {
	plugin, rest, more := strings.Cut(options, ",")
	if plugin == "" || plugin == "cpu" {
		found, err := FindPlugin()
		if err != nil {
			return nil, err
		}
		plugin = found
	}
	if filepath.IsAbs(plugin) {
		if err := checkPlugin(plugin); err != nil {
			return nil, err
		}
	}
	config := plugin
	if more {
		config += "," + rest
	}
	var engine compute.Backend
	err := tuned(plugin, func() (err error) {
		engine, err = xla.New(config)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("XLA cannot use the plugin: %w", err)
	}
	return engine, nil
}
