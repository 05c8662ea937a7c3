package kernel

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/gensci/gensci/internal/nbformat"
	"github.com/gensci/gensci/kernel/jupyter"
)

// TestWidgetsAreRecordedAsText: the model that a widget shows ends with the kernel.
func TestWidgetsAreRecordedAsText(t *testing.T) {
	n := &nbformat.Notebook{Cells: []nbformat.Cell{{Type: nbformat.Code}}}
	r := newRecorder(n)
	r.cells["request"] = 0
	r.record(jupyter.Message{
		Header: jupyter.Header{Type: "display_data"}, Parent: jupyter.Header{ID: "request"},
		Content: json.RawMessage(`{"data": {"application/vnd.jupyter.widget-view+json": {"model_id": "m"}, "text/plain": "x = 1"}, "metadata": {}}`),
	})
	r.record(jupyter.Message{
		Header: jupyter.Header{Type: "comm_open"}, Parent: jupyter.Header{ID: "request"},
		Content: json.RawMessage(`{"comm_id": "m", "target_name": "jupyter.widget", "data": {"state": {}}}`),
	})
	outputs := n.Cells[0].Outputs
	if len(outputs) != 1 || !slices.Equal(slices.Collect(maps.Keys(outputs[0].Data)), []string{"text/plain"}) {
		t.Errorf("%+v", outputs)
	}
}
