package pdf

import (
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// commands are the browsers that are looked for on PATH, in this order.
var commands = []string{
	"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "microsoft-edge-stable", "msedge",
	"chrome-headless-shell", "headless_shell", "brave-browser",
}

// elsewhere are where browsers are that are not on PATH.
var elsewhere = map[string][]string{
	"darwin": {
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
		"/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
	},
	"windows": {
		`C:\Program Files\Google\Chrome\Application\chrome.exe`, `C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
	},
}

// Browser is one that can print.
type Browser struct {
	Path    string
	Timeout time.Duration // how long a page may take; 0 means two minutes, more than any does
}

// Find finds a browser.
func Find() (Browser, error) {
	for _, name := range append(commands[:len(commands):len(commands)], elsewhere[runtime.GOOS]...) {
		if path, err := exec.LookPath(name); err == nil {
			return Browser{Path: path}, nil
		}
	}
	return Browser{}, fmt.Errorf("a PDF is printed by Chromium, Chrome or Edge, and none of them is on PATH (%s): install one, or write a page with --html and print it in any browser",
		strings.Join(commands, ", "))
}
