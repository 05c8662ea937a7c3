package backend

import (
	"fmt"
	"os"

	"github.com/gomlx/compute"
)

// Description says what [Default] has to choose from, without starting an engine.
type Description struct {
	Config string // $GOMLX_BACKEND, "" if unset
	HasXLA bool   // this program was built with XLA
	WhyNot string // why it was not and what to do, if it was not
	Plugin string // path of the XLA plugin found, "" if there is none
	Size   int64  // its size in bytes
	Err    error  // what is wrong with the plugin, or that there is none
}

// Describe looks for what [Default] would use. It is quick and loads nothing.
func Describe() Description {
	d := Description{Config: os.Getenv(compute.ConfigEnvVar), HasXLA: HasXLA, WhyNot: whyNoXLA}
	d.Plugin, d.Err = FindPlugin()
	if d.Err != nil {
		return d
	}
	if info, err := os.Stat(d.Plugin); err == nil {
		d.Size = info.Size()
	}
	d.Err = checkPlugin(d.Plugin)
	return d
}

// String says in one line which engine Default would use.
func (d Description) String() string {
	switch {
	case d.Config != "":
		return fmt.Sprintf("%s, from %s", d.Config, compute.ConfigEnvVar)
	case d.HasXLA && d.Err == nil:
		return "XLA, plugin " + d.Plugin
	default:
		return "pure Go"
	}
}
