package assist

import (
	"cmp"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// folder is where the cell's files seem to stand, below the checkout. It is in internal, so that cells see what the checkout's packages
// see, and must not exist.
const folder = "internal/gensci_cell"

const (
	cellFile     = "cell.go" // before the other in the alphabet: of a name that both declare, gopls takes the first
	declaredFile = "declared.go"
)

// settings are gopls' (https://go.dev/gopls/settings). Without the filter it would load every package of the checkout; without the trigger it
// would look for mistakes with each key; the matcher takes names that begin with what is typed, as Jupyter's front ends do.
var settings = map[string]any{
	"directoryFilters":               []string{"-**", "+" + folder},
	"diagnosticsTrigger":             "Save",
	"matcher":                        "CaseInsensitive",
	"deepCompletion":                 false,
	"experimentalPostfixCompletions": false,
	"linksInHover":                   false,
}

// command is gopls for a checkout, with what it stores below home, and its temporary files in temp.
func command(o Options, home, temp string) (*exec.Cmd, error) {
	config := filepath.Join(home, "config")
	mode := filepath.Join(config, "go", "telemetry", "mode")
	if err := os.MkdirAll(filepath.Dir(mode), 0o700); err != nil {
		return nil, err
	}
	if err := os.WriteFile(mode, []byte("off"), 0o600); err != nil {
		return nil, err
	}
	cmd := exec.Command(o.Gopls)
	cmd.Dir = o.Checkout
	cmd.Stderr = o.Log
	cmd.Env = append(environment(o), append(goplsEnvironment(config, home), "TMPDIR="+temp)...)
	return cmd, nil
}

// goplsEnvironment is what gopls needs beside environment. A configuration folder of its own is the only way to switch telemetry off for one
// process, which otherwise starts a second one to watch over it; GOENV keeps the user's go env -w. GOGC and GOMEMLIMIT make the
// process a third smaller and hardly slower.
func goplsEnvironment(config, home string) []string {
	env := []string{"XDG_CONFIG_HOME=" + config, "GOPLSCACHE=" + filepath.Join(home, "cache"), "GOGC=50", "GOMEMLIMIT=256MiB"}
	if user, err := os.UserConfigDir(); err == nil && os.Getenv("GOENV") == "" {
		env = append(env, "GOENV="+filepath.Join(user, "go", "env"))
	}
	return env
}

// environment is that of the go command: as cells are built.
func environment(o Options) []string {
	temp := cmp.Or(o.Temp, os.TempDir())
	return slices.Concat(os.Environ(), []string{"CGO_ENABLED=0", "GOWORK=off", "GOPROXY=off", "GOFLAGS=-tags=noxla,cells -buildvcs=false", "PWD=" + o.Checkout, "TMPDIR=" + temp}, o.Env)
}

// fileURI is the URI of a file of the cell's package.
func fileURI(checkout, file string) string {
	return uri(filepath.Join(checkout, filepath.FromSlash(folder), file))
}

func uri(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// initialize opens the conversation.
func (p *process) initialize(checkout string) error {
	formats := map[string]any{"contentFormat": []string{"markdown"}}
	params := map[string]any{
		"processId":             os.Getpid(),
		"rootUri":               uri(checkout),
		"initializationOptions": settings,
		"capabilities": map[string]any{
			"textDocument": map[string]any{"hover": formats},
			"workspace":    map[string]any{"configuration": true},
		},
	}
	if err := p.call("initialize", params, nil); err != nil {
		return err
	}
	return p.notify("initialized", struct{}{})
}

// show tells gopls the text of a file, if it doesn't know it.
func (p *process) show(file, text string) error {
	d, known := p.texts[file]
	if known && d.text == text {
		return nil
	}
	d = document{d.version + 1, text}
	p.texts[file] = d
	if !known {
		return p.notify("textDocument/didOpen", map[string]any{
			"textDocument": map[string]any{"uri": file, "languageId": "go", "version": d.version, "text": text},
		})
	}
	return p.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": file, "version": d.version},
		"contentChanges": []any{map[string]any{"text": text}},
	})
}
