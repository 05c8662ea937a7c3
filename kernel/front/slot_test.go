package front

import (
	"slices"
	"strings"
	"testing"
)

// sketch is a slot with messages, and what its displays hold.
func sketch(displays int, messages ...dict) (list []string) {
	s := newSlot(&request{f: &Front{partly: never}}, &box{displays: make([]string, displays)})
	s.grows = displays == 0
	for _, m := range messages {
		kind := m["kind"].(string)
		delete(m, "kind")
		if wrong, ok := m["error"].(error); ok {
			s.fail(wrong)
			continue
		}
		s.add(kind, m)
	}
	for _, g := range s.groups() {
		data, _ := together(g)
		text, _ := data["text/plain"].(string)
		if data["text/html"] != nil {
			text += " as HTML"
		}
		if data["image/png"] != nil {
			text += " with a picture"
		}
		list = append(list, text)
	}
	return list
}

func streamed(name, text string) dict { return dict{"kind": "stream", "name": name, "text": text} }

func displayed(id, text string) dict {
	data := dict{"text/plain": text}
	if strings.Contains(text, "plot") {
		data["image/png"] = "AAAA"
	}
	return dict{"kind": "display_data", "data": data, "metadata": dict{}, "transient": dict{"display_id": id}}
}

func TestSlots(t *testing.T) {
	for name, c := range map[string]struct {
		displays int
		messages []dict
		want     []string
	}{
		"nothing":             {0, nil, []string{""}},
		"a stream in pieces":  {0, []dict{streamed("stdout", "a\nb"), streamed("stdout", "c\n")}, []string{"a\nbc"}},
		"two streams":         {0, []dict{streamed("stdout", "a"), streamed("stderr", "b")}, []string{"a", "b as HTML"}},
		"text and plot":       {0, []dict{streamed("stdout", "a"), displayed("", "plot")}, []string{"a", "plot with a picture"}},
		"more than displays":  {1, []dict{streamed("stdout", "a\n"), displayed("", "plot")}, []string{"a\nplot as HTML with a picture"}},
		"text in one display": {1, []dict{streamed("stdout", "a\n"), displayed("", "b")}, []string{"a\nb as HTML"}},
		"fewer than displays": {3, []dict{streamed("stdout", "a")}, []string{"a", "", ""}},
		"a bar":               {0, []dict{displayed("bar", "0 %"), displayed("bar", "100 %"), displayed("other", "x")}, []string{"100 %", "x"}},
		"cleared":             {0, []dict{displayed("", "x"), {"kind": "clear_output", "wait": false}}, []string{""}},
		"cleared by the next": {0, []dict{displayed("", "x"), {"kind": "clear_output", "wait": true}, displayed("", "y")}, []string{"y"}},
		"an error twice":      {0, []dict{streamed("stdout", "a"), streamed("stderr", "error: no\n"), {"kind": "error", "error": &cellError{"exit", "error: no (exit status 1)", []string{"error: no (exit status 1)"}}}}, []string{"a", "error: no (exit status 1) as HTML"}},
		"another error":       {0, []dict{streamed("stderr", "careful\n"), {"kind": "error", "error": &cellError{"panic", "panic: no", []string{"panic: no"}}}}, []string{"careful as HTML", "panic: no as HTML"}},
		"nothing came":        {0, []dict{displayed("", "x"), {"kind": "clear_output", "wait": true}}, []string{"x"}},
	} {
		if got := sketch(c.displays, c.messages...); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestPages(t *testing.T) {
	picture := func(kind, content string) dict {
		return dict{"output_type": "display_data", "data": dict{kind: content}, "metadata": dict{"image/png": dict{"width": 72.0, "alt": `a "b"`}}}
	}
	for want, o := range map[string]dict{
		`<div><img src="data:image/png;base64,AAAA" style="max-width: 100%" width="72" alt="a &#34;b&#34;"></div>`:                  picture("image/png", "AAAA"),
		`<div><img src="data:image/svg+xml;base64,PHN2Zz4=" style="max-width: 100%" width="72" alt="a &#34;b&#34;"></div>`:          picture("image/svg+xml", "<svg>"),
		`<pre style="margin: 0; padding: 0">1 &lt; 2</pre>`:                                                                         {"output_type": "stream", "name": "stdout", "text": "1 < 2"},
		`<pre style="margin: 0; background: var(--jp-rendermime-error-background, #fdd)">panic: &lt;nil&gt;` + "\n    line 1</pre>": {"output_type": "error", "traceback": []string{"panic: <nil>", "    line 1"}},
		"<b>x</b>": {"output_type": "display_data", "data": dict{"text/html": "<b>x</b>", "text/plain": "x"}, "metadata": dict{}},
	} {
		if got := pageOf(o); got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}
}
