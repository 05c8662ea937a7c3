package front

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/build"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/kernel/jupyter"
)

// conversation is a client that numbers its requests.
type conversation struct {
	*talk
	numbers  map[string]int // of requests, by id
	open     map[int]*open
	question jupyter.Message // the last one
	shut     bool            // the kernel has been told to end
}

// open is what a request waits for.
type open struct{ reply, idle bool }

// hold says what a step says and returns what the kernel says, iopub first.
func (c *conversation) hold(s *step) []string {
	c.Helper()
	for _, said := range s.says {
		c.say(said)
	}
	heard := map[string][]string{}
	for deadline := time.After(patience); !c.done(s, heard); {
		var m jupyter.Message
		channel := "iopub"
		select {
		case m = <-c.Published:
		case m = <-c.Replies:
			channel = "shell"
		case m = <-c.Control:
			channel = "control"
		case m = <-c.Questions:
			channel, c.question = "stdin", m
		case <-deadline:
			c.Fatalf("the kernel does not answer\n%s%v", s.text, heard)
		}
		if n := c.numbers[m.Parent.ID]; n > 0 {
			c.hear(n, channel, m)
			heard[channel] = add(heard[channel], fmt.Sprintf("%d< %s %s %s", n, channel, m.Header.Type, content(c.T, m)))
		}
	}
	all := slices.Concat(heard["iopub"], heard["shell"], heard["control"], heard["stdin"])
	if s.apart {
		slices.SortStableFunc(all, func(a, b string) int { return place(a) - place(b) })
	}
	return all
}

// place orders what is said in any order: by request. That the kernel is busy with a cell again, after another request, may be said before or after what the cell says.
func place(line string) int {
	if strings.HasSuffix(line, `status {"execution_state":"busy"}`) {
		return 2 * int(line[0])
	}
	return 2*int(line[0]) + 1
}

func (c *conversation) say(s said) {
	c.Helper()
	client := c.Client
	if s.forged {
		client = c.forger()
		defer client.Close()
	}
	send := client.Request
	switch s.channel {
	case "control":
		send = client.RequestControl
	case "stdin":
		if err := client.Answer(c.question, s.content["value"].(string)); err != nil {
			c.Fatal(err)
		}
		return
	}
	id, err := send(s.kind, s.content)
	if err != nil {
		c.Fatal(err)
	}
	if s.number > 0 {
		c.numbers[id] = s.number
		c.shut = c.shut || s.kind == "shutdown_request"
		c.open[s.number] = &open{reply: strings.HasSuffix(s.kind, "_request"), idle: true}
	}
}

// forger is a client that does not know the key.
func (c *conversation) forger() *jupyter.Client {
	c.Helper()
	wrong := c.c
	wrong.Key = "another"
	client, err := jupyter.Dial(wrong)
	if err != nil {
		c.Fatal(err)
	}
	return client
}

// hear notes what a message means for its request.
func (c *conversation) hear(n int, channel string, m jupyter.Message) {
	o := c.open[n]
	switch {
	case channel == "iopub" && m.Header.Type == "status":
		o.idle = o.idle && !strings.Contains(string(m.Content), `"idle"`)
	case channel == "shell", channel == "control":
		o.reply = false
	}
}

// done says whether the client has heard what it wants to hear.
func (c *conversation) done(s *step, heard map[string][]string) bool {
	if len(s.until) == 0 {
		for _, o := range c.open {
			if o.reply || o.idle {
				return false
			}
		}
		return true
	}
	for _, begin := range s.until {
		channel := strings.Fields(begin)[1]
		if !slices.ContainsFunc(heard[channel], func(line string) bool { return strings.HasPrefix(line, begin) }) {
			return false
		}
	}
	return true
}

// nothingMore fails if the kernel says more than was waited for.
func (c *conversation) nothingMore() {
	c.Helper()
	const last = 99
	end := &step{text: "the end\n", says: []said{{number: last, channel: "shell", kind: "kernel_info_request", content: dict{}}}}
	for _, line := range c.hold(end) {
		if !strings.HasPrefix(line, fmt.Sprint(last, "< ")) {
			c.Errorf("the kernel says more: %s", line)
		}
	}
}

// awaitEnd fails if the kernel does not end.
func (c *conversation) awaitEnd() {
	c.Helper()
	select {
	case err := <-c.ended:
		if c.ended <- err; err != nil {
			c.Error(err)
		}
	case <-time.After(patience):
		c.Error("the kernel does not end")
	}
}

// add adds a line; what is written to one stream in a row may come in any number of messages, which make one line.
func add(lines []string, line string) []string {
	n := len(lines)
	if n == 0 || !strings.Contains(line, " iopub stream ") {
		return append(lines, line)
	}
	last, this := streamText.FindStringSubmatch(lines[n-1]), streamText.FindStringSubmatch(line)
	if last == nil || last[1] != this[1] {
		return append(lines, line)
	}
	lines[n-1] = last[1] + last[2] + this[2] + `"}`
	return lines
}

var streamText = regexp.MustCompile(`^(\d+< iopub stream \{"name":"\w+","text":")(.*)"\}$`)

// changing is what differs from run to run, with what is written in its place.
var changing = []struct {
	what *regexp.Regexp
	by   string
}{
	{regexp.MustCompile(regexp.QuoteMeta(build.Default.GOROOT) + `[^ "]*:\d+`), "GOROOT…"},
	{regexp.MustCompile(`0x[0-9a-f]+`), "0x…"},
	{regexp.MustCompile(`"version":"1\.\d+[^"]*"`), `"version":"…"`}, // of Go
	{regexp.MustCompile(`time: [^"\\]*`), "time: …"},
}

// content is a message's content in one line.
func content(t *testing.T, m jupyter.Message) string {
	t.Helper()
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(read(t, m)); err != nil { // its keys in order
		t.Fatal(err)
	}
	text := strings.TrimSuffix(b.String(), "\n")
	for _, c := range changing {
		text = c.what.ReplaceAllString(text, c.by)
	}
	return text
}
