package nb

import (
	"encoding/gob"
	"fmt"
	"os"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"
)

func init() { gob.Register(map[string]any{}) } // JSON values of results, as GoNB registers it

// bundle is one display in all the forms it has; text/plain is always among them.
type bundle map[protocol.MIMEType]any

// display shows b, outside a notebook as text on standard output.
func display(b bundle) {
	if !gonbui.IsNotebook {
		fmt.Fprintln(os.Stdout, b[protocol.MIMETextPlain])
		return
	}
	send(b, "")
}

// send hands b to the kernel and waits until the kernel has shown it, which keeps the order of displays and printed text. With an id it
// replaces what was shown under that id.
func send(b bundle, id string) {
	gonbui.SendData(&protocol.DisplayData{Data: b, DisplayID: id})
	gonbui.Sync()
}
