package kernel

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/gensci/gensci/internal/dirs"
	"github.com/gensci/gensci/internal/system"
)

// SpecName is the name under which Jupyter knows the kernel.
const SpecName = "gensci"

// CheckoutVariable names, in the kernelspec's environment, the folder of this module that notebooks import from.
const CheckoutVariable = "GENSCI_CHECKOUT"

// Spec is a kernelspec: the content of kernel.json.
type Spec struct {
	Argv          []string          `json:"argv"`
	DisplayName   string            `json:"display_name"`
	Language      string            `json:"language"`
	InterruptMode string            `json:"interrupt_mode"`
	Env           map[string]string `json:"env"`
}

// JupyterData returns the folder in which Jupyter looks for this user's kernelspecs: $JUPYTER_DATA_DIR, else jupyter under
// $XDG_DATA_HOME (~/.local/share), on macOS ~/Library/Jupyter.
func JupyterData() (string, error) {
	if dir := os.Getenv("JUPYTER_DATA_DIR"); dir != "" {
		return dir, nil
	}
	if home := os.Getenv("HOME"); runtime.GOOS == "darwin" && home != "" {
		return filepath.Join(home, "Library", "Jupyter"), nil
	}
	data, err := dirs.UserData()
	return filepath.Join(data, "jupyter"), err
}

// SpecIn returns the folder of our kernelspec in a data folder of Jupyter's.
func SpecIn(data string) string { return filepath.Join(data, "kernels", SpecName) }

const specFile = "kernel.json"

// SpecFolder returns the folder of the user's kernelspec, whether it exists or not.
func SpecFolder() (string, error) {
	data, err := JupyterData()
	return SpecIn(data), err
}

// NewSpec describes our kernel: binary is our own program, checkout the folder of this module, "" where the program knows it.
func NewSpec(binary, checkout string) Spec {
	s := Spec{
		Argv: []string{binary, "kernel", "{connection_file}"}, DisplayName: "Go (gensci)", Language: "go", InterruptMode: "signal", Env: map[string]string{},
	}
	if checkout != "" {
		s.Env[CheckoutVariable] = checkout
	}
	return s
}

// InstallSpec registers the kernel for this user: binary is our own program, checkout the folder of this module. Both become
// absolute. It returns the path of the file it wrote.
func InstallSpec(binary, checkout string) (string, error) {
	data, err := JupyterData()
	if err != nil {
		return "", err
	}
	if binary, err = filepath.Abs(binary); err != nil {
		return "", fmt.Errorf("installing the kernelspec: %w", err)
	}
	if checkout, err = filepath.Abs(checkout); err != nil {
		return "", fmt.Errorf("installing the kernelspec: %w", err)
	}
	return NewSpec(binary, checkout).Install(data)
}

// Install writes the kernelspec into a data folder of Jupyter's, for whoever has Jupyter look there, and returns the path of the file.
func (s Spec) Install(data string) (string, error) {
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return "", fmt.Errorf("installing the kernelspec: %w", err)
	}
	folder := SpecIn(data)
	return filepath.Join(folder, specFile), writeSpec(folder, append(text, '\n'))
}

// writeSpec replaces the file in one step, so that Jupyter never reads half of it.
func writeSpec(folder string, text []byte) error {
	path := filepath.Join(folder, specFile)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("installing the kernelspec: %w", err)
	}
	if err := os.WriteFile(path+".tmp", text, 0o644); err != nil {
		return fmt.Errorf("installing the kernelspec: %w", err)
	}
	if err := os.Rename(path+".tmp", path); err != nil {
		return fmt.Errorf("installing the kernelspec: %w", err)
	}
	return nil
}

// FindSpec returns the user's kernelspec; errors.Is(err, fs.ErrNotExist) if there is none.
func FindSpec() (Spec, error) {
	folder, err := SpecFolder()
	if err != nil {
		return Spec{}, err
	}
	return ReadSpec(folder)
}

// ReadSpec reads the kernelspec in a folder; errors.Is(err, fs.ErrNotExist) if there is none.
func ReadSpec(folder string) (Spec, error) {
	var s Spec
	text, err := os.ReadFile(filepath.Join(folder, specFile))
	if err != nil {
		return s, fmt.Errorf("the kernel is not registered, run `go run ./cmd/gensci setup`: %w", err)
	}
	if err := json.Unmarshal(text, &s); err != nil || len(s.Argv) == 0 {
		return s, fmt.Errorf("the kernelspec in %s is damaged, run `go run ./cmd/gensci setup`", folder)
	}
	return s, nil
}

// Checkout returns the folder that cells import from: that was recorded when the kernelspec was installed, or that of the installation for a whole
// machine that its program belongs to.
func (s Spec) Checkout() string {
	if dir := s.Env[CheckoutVariable]; dir != "" {
		return dir
	}
	if p, ok := system.Of(s.Argv[0]); ok {
		v, _ := p.Installed()
		return v.Checkout()
	}
	return ""
}

// RemoveSpec removes our kernelspec; it is no error if there is none.
func RemoveSpec() error {
	folder, err := SpecFolder()
	if err != nil {
		return err
	}
	if err := os.RemoveAll(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing the kernelspec: %w", err)
	}
	return nil
}
