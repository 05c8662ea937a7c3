package front

import (
	"context"
	"fmt"
	"runtime"
	"strings"

	"github.com/gensci/gensci/kernel/cell"
	"github.com/gensci/gensci/kernel/jupyter"
)

// onShell serves a request on the shell socket. Cells wait in the queue; whatever might take time has a goroutine of its own.
func (f *Front) onShell(ctx context.Context, r *request) {
	switch r.Header.Type {
	case "execute_request":
		f.queue.add(r)
	case "is_complete_request":
		r.serve("is_complete_reply", func() any { return isComplete(r) })
	case "complete_request":
		go r.serve("complete_reply", func() any { return f.complete(ctx, r) })
	case "inspect_request":
		go r.serve("inspect_reply", func() any { return f.inspect(ctx, r) })
	case "history_request":
		go r.serve("history_reply", func() any { return f.past(ctx, r) })
	case "comm_info_request":
		r.serve("comm_info_reply", func() any { return f.comms(r) })
	case "comm_open", "comm_msg", "comm_close":
		f.comm(r)
	default:
		f.onControl(ctx, r)
	}
}

// onControl serves a request on the control socket, which is read while cells run.
func (f *Front) onControl(_ context.Context, r *request) {
	switch r.Header.Type {
	case "kernel_info_request":
		r.serve("kernel_info_reply", func() any { return f.info() })
	case "interrupt_request":
		r.serve("interrupt_reply", func() any {
			f.Interrupt()
			return dict{}
		})
	case "shutdown_request":
		r.serve("shutdown_reply", func() any {
			var c struct{ Restart bool }
			_ = r.content(&c) // without a word it is an end
			return dict{"restart": c.Restart}
		})
		f.stop(errShutdown)
	case "debug_request":
		r.serve("debug_reply", func() any {
			return dict{"type": "response", "success": false, "message": "this kernel has no debugger"}
		})
	default:
		r.status("busy") // a client may wait for the end of what we do not know
		fmt.Fprintf(f.o.Log, "gensci: a %q is not known here\n", r.Header.Type)
		r.idle()
	}
}

func isComplete(r *request) dict {
	var c struct{ Code string }
	if err := r.content(&c); err != nil {
		return failure(err)
	}
	status, indent := cell.Complete(c.Code)
	if status == "incomplete" {
		return dict{"status": status, "indent": indent}
	}
	return dict{"status": status}
}

// info describes the kernel.
func (f *Front) info() dict {
	return dict{
		"protocol_version": jupyter.ProtocolVersion, "implementation": "gensci", "implementation_version": f.o.Version,
		"banner":   "Go (gensci) " + f.o.Version + ": declarations stay, statements follow a line %%",
		"debugger": false, "supported_features": []string{},
		"language_info": dict{
			"name": "go", "version": strings.TrimPrefix(runtime.Version(), "go"), "mimetype": "text/x-go", "file_extension": ".go",
			"pygments_lexer": "go", "codemirror_mode": "go", "nbconvert_exporter": "script",
		},
		"help_links": []dict{
			{"text": "Go", "url": "https://go.dev/doc/"}, {"text": "GoNB", "url": "https://github.com/janpfeifer/gonb"},
		},
	}
}
