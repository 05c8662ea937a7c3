package front

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"regexp"
	"strings"

	"github.com/janpfeifer/gonb/gonbui/protocol"

	"github.com/gensci/gensci/kernel/cell"
	"github.com/gensci/gensci/kernel/control"
	"github.com/gensci/gensci/kernel/run"
)

// output publishes what a cell's program writes and shows.
type output struct {
	r     *request
	order order
	held  []byte // the end of standard error, from where the runtime's last words may begin

	failed string // the sentence that the program ended with, if it said so (package show)

	program  *cell.Program // whose output it is
	slot     *slot         // where it goes if it belongs to controls, else nil
	captured bool          // nothing is published but standard error
	kept     bytes.Buffer  // what would have been, as text
}

// maxKept is how much of captured text is kept.
const maxKept = 1 << 20

func (o *output) sink() run.Sink {
	sink := run.Sink{
		Stdout: func(b []byte) { o.text("stdout", b) }, Stderr: o.stderr, Display: o.display,
		Input: func(ctx context.Context, prompt string, password bool) (string, error) {
			return o.r.ask(ctx, o.order, prompt, password)
		},
	}
	if !yes(o.order.AllowStdin) {
		sink.Input = nil // what reads standard input finds its end
	}
	return sink
}

func (o *output) text(name string, b []byte) {
	if o.captured && name == "stdout" {
		o.keep(b)
		return
	}
	if !o.order.Silent && len(b) > 0 {
		o.publish("stream", dict{"name": name, "text": strings.ToValidUTF8(string(b), "\ufffd")})
	}
}

// publish publishes a message, or adds it to what stands below controls.
func (o *output) publish(kind string, content dict) {
	if o.slot != nil {
		o.slot.add(kind, content)
		return
	}
	o.r.publish(kind, content)
}

func (o *output) keep(b []byte) {
	if o.kept.Len()+len(b) <= maxKept {
		o.kept.Write(b)
	}
}

// dying is how the runtime's last words begin. They become the error of the cell, and are not to be shown twice.
var dying = regexp.MustCompile(`(?m)^(panic: |fatal error: |\[signal |runtime: )`)

// maxHeld is more than a traceback takes.
const maxHeld = 1 << 20

// stderr publishes at once what cannot be last words.
func (o *output) stderr(b []byte) {
	if o.held == nil {
		at := dying.FindIndex(b)
		if at == nil {
			o.text("stderr", b)
			return
		}
		o.text("stderr", b[:at[0]])
		b = b[at[0]:]
	}
	if o.held = append(o.held, b...); len(o.held) > maxHeld {
		o.release()
	}
}

func (o *output) release() {
	o.text("stderr", o.held)
	o.held = nil
}

// finish publishes what was held back, unless it is in the error.
func (o *output) finish(err error) {
	var e *cellError
	if !errors.As(err, &e) || e.name != "panic" {
		o.release()
	}
}

// Keys in a display's data that are not pictures of anything, but ask for another message. Packages show and nb send them.
const (
	resultKey  = "application/vnd.gensci.result"       // the other data are an execute_result
	clearKey   = "application/vnd.gensci.clear-output" // value "wait" or "now"
	failureKey = "application/vnd.gensci.failure"      // the program's last words

	metadataKey = "application/vnd.gensci.metadata+json" // the message's metadata
)

// display publishes what a program shows. With an id that has been seen it is an update.
func (o *output) display(d *protocol.DisplayData) {
	if words, ok := d.Data[failureKey].(string); ok {
		o.failed = words
		return
	}
	if o.order.Silent {
		return
	}
	if wait, ok := d.Data[clearKey]; ok {
		o.publish("clear_output", dict{"wait": wait == "wait"})
		return
	}
	if o.captured {
		if text, ok := d.Data[protocol.MIMETextPlain].(string); ok {
			o.keep([]byte(text + "\n"))
		}
		return
	}
	if described, ok := d.Data[control.MIME]; ok {
		o.open(described)
		return
	}
	if _, ok := d.Data[control.Done]; ok {
		o.close()
		return
	}
	_, result := d.Data[resultKey]
	known := d.Metadata
	if m, ok := d.Data[metadataKey].(map[string]any); ok {
		known = m
	}
	content := dict{"data": bundle(d.Data), "metadata": metadata(known)}
	switch {
	case o.slot != nil:
		content["transient"] = dict{"display_id": d.DisplayID}
		o.publish("display_data", content)
	case result:
		content["execution_count"] = o.r.f.count
		o.publish("execute_result", content)
	case d.DisplayID == "":
		o.publish("display_data", content)
	default:
		content["transient"] = dict{"display_id": d.DisplayID}
		kind := "display_data"
		if o.r.f.displays[d.DisplayID] {
			kind = "update_display_data"
		}
		o.r.f.displays[d.DisplayID] = true
		o.publish(kind, content)
	}
}

func metadata(m map[string]any) map[string]any {
	if m == nil {
		return dict{}
	}
	return m
}

// bundle is a MIME bundle as clients want it: text as text, pictures in base64, SVG under its own type also where a program sends it as HTML.
func bundle(data map[protocol.MIMEType]any) dict {
	b := dict{}
	for kind, value := range data {
		switch v := value.(type) {
		case []byte:
			b[string(kind)] = base64.StdEncoding.EncodeToString(v)
		case string:
			name := string(kind)
			if kind == protocol.MIMETextHTML && isSVG(v) {
				name = string(protocol.MIMEImageSVG)
			}
			b[name] = strings.ToValidUTF8(v, "\ufffd")
		default:
			b[string(kind)] = v
		}
	}
	delete(b, resultKey)
	delete(b, metadataKey)
	return b
}

func isSVG(html string) bool {
	text := []byte(strings.TrimSpace(html))
	return bytes.HasPrefix(text, []byte("<svg")) && bytes.HasSuffix(text, []byte("</svg>"))
}
