package review_test

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gensci/gensci/kernel/pdf"
)

// patience is how long a page may take on a busy machine.
const patience = 60 * time.Second

// browser is a Chromium that is spoken to through two pipes, in messages of the DevTools protocol that end with a NUL.
type browser struct {
	t       testing.TB
	out     *os.File
	mu      sync.Mutex
	next    int
	waiting map[int]chan message
	tabs    map[string]*tab
}

type message struct {
	ID        int             `json:"id,omitempty"`
	SessionID string          `json:"sessionId,omitempty"`
	Method    string          `json:"method,omitempty"`
	Params    any             `json:"params,omitempty"`
	Result    json.RawMessage `json:"result,omitempty"`
	Error     *struct {
		Message string `json:"message"`
	} `json:"error,omitempty"`
}

// startBrowser starts one that ends with the test.
func startBrowser(t testing.TB) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a browser: not under -short")
	}
	found, err := pdf.Find()
	if err != nil {
		t.Skip("chromium is missing: install it to test the page in a browser")
	}
	arguments := []string{
		"--headless=new", "--remote-debugging-pipe", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions", "--disable-sync", "--disable-dev-shm-usage",
		"--disable-background-networking", "--disable-component-update", "--hide-scrollbars", "--lang=en", "--user-data-dir=" + filepath.Join(t.TempDir(), "profile"),
	}
	if os.Geteuid() == 0 {
		arguments = append(arguments, "--no-sandbox")
	}
	theirIn, out := pipe(t)
	in, theirOut := pipe(t)
	ctx, end := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, found.Path, arguments...)
	cmd.ExtraFiles = []*os.File{theirIn, theirOut}
	cmd.WaitDelay = 10 * time.Second
	check(t, cmd.Start())
	theirIn.Close()
	theirOut.Close()
	b := &browser{t: t, out: out, waiting: map[int]chan message{}, tabs: map[string]*tab{}}
	gone := make(chan struct{})
	go func() { defer close(gone); b.listen(in) }()
	t.Cleanup(func() {
		b.send(message{ID: 1 << 30, Method: "Browser.close"})
		select {
		case <-gone: // it has closed its end
		case <-time.After(10 * time.Second):
		}
		end()
		_ = cmd.Wait() // killed or not
		out.Close()
		in.Close()
	})
	return b
}

func pipe(t testing.TB) (r, w *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	check(t, err)
	return r, w
}

func (b *browser) send(m message) {
	text, err := json.Marshal(m)
	check(b.t, err)
	b.mu.Lock()
	defer b.mu.Unlock()
	_, _ = b.out.Write(append(text, 0)) // a browser that is gone answers nothing, which call notices
}

// listen hands on what the browser says.
func (b *browser) listen(in *os.File) {
	r := bufio.NewReaderSize(in, 1<<20)
	for {
		text, err := r.ReadBytes(0)
		if err != nil {
			return
		}
		var m struct {
			message
			Params json.RawMessage `json:"params"`
		}
		if json.Unmarshal(text[:len(text)-1], &m) != nil {
			continue
		}
		b.mu.Lock()
		answered, of := b.waiting[m.ID], b.tabs[m.SessionID]
		if m.ID != 0 {
			delete(b.waiting, m.ID)
		}
		b.mu.Unlock()
		switch {
		case m.ID != 0 && answered != nil:
			answered <- m.message
		case m.ID == 0 && of != nil:
			of.event(m.Method, m.Params)
		}
	}
}

// call asks the browser for something and reads its answer.
func (b *browser) call(session, method string, params, result any) error {
	answer := make(chan message, 1)
	b.mu.Lock()
	b.next++
	id := b.next
	b.waiting[id] = answer
	b.mu.Unlock()
	b.send(message{ID: id, SessionID: session, Method: method, Params: params})
	select {
	case m := <-answer:
		if m.Error != nil {
			return fmt.Errorf("%s: %s", method, m.Error.Message)
		}
		if result != nil {
			return json.Unmarshal(m.Result, result)
		}
		return nil
	case <-time.After(patience):
		return fmt.Errorf("%s: no answer", method)
	}
}

// tab is a page of a person of its own: nobody else has its cookies.
type tab struct {
	*browser
	session string
	mu      sync.Mutex
	said    []string // what the page's console and the browser's log said against it
	asked   []string // questions that were asked before leaving
	leave   bool     // the answer to those
}

func (b *browser) open(t testing.TB) *tab {
	t.Helper()
	var context struct{ BrowserContextID string }
	check(t, b.call("", "Target.createBrowserContext", nil, &context))
	var target struct{ TargetID string }
	check(t, b.call("", "Target.createTarget", map[string]any{"url": "about:blank", "browserContextId": context.BrowserContextID}, &target))
	var session struct{ SessionID string }
	check(t, b.call("", "Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &session))
	p := &tab{browser: b, session: session.SessionID}
	b.mu.Lock()
	b.tabs[p.session] = p
	b.mu.Unlock()
	for _, domain := range []string{"Page", "Runtime", "Log"} {
		p.do(domain+".enable", nil)
	}
	p.size(1440, 900)
	return p
}

func (p *tab) event(method string, params json.RawMessage) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch method {
	case "Page.javascriptDialogOpening":
		p.asked = append(p.asked, string(params))
		accept := p.leave
		go func() { _ = p.call(p.session, "Page.handleJavaScriptDialog", map[string]any{"accept": accept}, nil) }() // listen must go on
	case "Runtime.exceptionThrown", "Log.entryAdded":
		p.said = append(p.said, string(params))
	}
}

func (p *tab) do(method string, params map[string]any) {
	p.t.Helper()
	check(p.t, p.call(p.session, method, params, nil))
}

// eval returns the value of an expression as text; "" while a page is being loaded.
func (p *tab) eval(expression string) string {
	var r struct {
		Result struct{ Value any }
	}
	err := p.call(p.session, "Runtime.evaluate", map[string]any{"expression": "String(" + expression + ")", "returnByValue": true}, &r)
	if text, ok := r.Result.Value.(string); ok && err == nil {
		return text
	}
	return ""
}

// until waits for an expression to be true.
func (p *tab) until(expression string) {
	p.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); time.Now().Before(end); <-tick.C {
		if p.eval("document.readyState === 'complete' && Boolean("+expression+")") == "true" {
			return
		}
	}
	p.t.Fatalf("never true: %s\nat %s:\n%s", expression, p.eval("location.href"), p.eval("document.body && document.body.innerText"))
}

// keys that are no characters, by their names.
var keys = map[string]map[string]any{
	"Enter": {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}, "Escape": {"key": "Escape", "code": "Escape", "windowsVirtualKeyCode": 27},
	"Tab": {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}, "Backspace": {"key": "Backspace", "code": "Backspace", "windowsVirtualKeyCode": 8},
	"ArrowDown": {"key": "ArrowDown", "code": "ArrowDown", "windowsVirtualKeyCode": 40}, "ArrowRight": {"key": "ArrowRight", "code": "ArrowRight", "windowsVirtualKeyCode": 39},
}

// press presses keys one after the other: names of keys, "Ctrl+Enter", "Alt+1", or characters.
func (p *tab) press(names ...string) {
	p.t.Helper()
	for _, name := range names {
		modifiers := 0
		for prefix, bit := range map[string]int{"Alt+": 1, "Ctrl+": 2} {
			if rest, ok := strings.CutPrefix(name, prefix); ok {
				name, modifiers = rest, bit
			}
		}
		event := map[string]any{"key": name, "text": name}
		if special := keys[name]; special != nil {
			event = map[string]any{}
			for k, v := range special {
				event[k] = v
			}
		} else if c := name[0]; c >= '0' && c <= '9' {
			event["code"], event["windowsVirtualKeyCode"] = "Digit"+name, int(c)
		} else if c >= 'a' && c <= 'z' {
			event["code"], event["windowsVirtualKeyCode"] = "Key"+strings.ToUpper(name), int(c-'a'+'A')
		}
		if modifiers != 0 {
			delete(event, "text")
		}
		event["modifiers"], event["type"] = modifiers, "keyDown"
		p.do("Input.dispatchKeyEvent", event)
		delete(event, "text")
		event["type"] = "keyUp"
		p.do("Input.dispatchKeyEvent", event)
	}
}

// write types characters.
func (p *tab) write(text string) { p.press(strings.Split(text, "")...) }

func (p *tab) size(width, height int) {
	p.do("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false})
}

func (p *tab) scheme(name string) {
	p.do("Emulation.setEmulatedMedia", map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": name}}})
}

// shoot keeps a picture of the page in $GENSCI_SCREENSHOTS, if that is set.
func (p *tab) shoot(name string) {
	folder := os.Getenv("GENSCI_SCREENSHOTS")
	if folder == "" {
		return
	}
	var r struct{ Data string }
	check(p.t, p.call(p.session, "Page.captureScreenshot", map[string]any{"format": "png"}, &r))
	check(p.t, os.MkdirAll(folder, 0o755))
	check(p.t, os.WriteFile(filepath.Join(folder, name+".png"), must(base64.StdEncoding.DecodeString(r.Data))(p.t), 0o644))
}
