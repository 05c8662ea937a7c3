// Package dirs names the folders in which gensci keeps what it sets up: two of a user, and one that serves a whole machine.
//
// They follow the XDG base directory specification (freedesktop.org, version 0.8): data that took effort to get (the XLA
// plugin, tools, the kernel's binary) under $XDG_DATA_HOME/gensci, what can be made again under $XDG_CACHE_HOME/gensci.
// The package only names them; who writes creates them. `gensci uninstall` removes both. The folder for a whole machine ([Prefix]) is read by
// everybody who runs the program in it, and written by package system alone.
package dirs

import (
	"fmt"
	"os"
	"path/filepath"
)

// Data returns the folder for what setup fetched and built: $XDG_DATA_HOME/gensci, by default ~/.local/share/gensci.
// It errors if neither XDG_DATA_HOME nor HOME says where that is.
func Data() (string, error) { return under("XDG_DATA_HOME", ".local/share") }

// Cache returns the folder for what can be made again at any time: $XDG_CACHE_HOME/gensci, by default ~/.cache/gensci.
// It errors if neither XDG_CACHE_HOME nor HOME says where that is.
func Cache() (string, error) { return under("XDG_CACHE_HOME", ".cache") }

// UserData returns the folder in which other programs' data of this user live: $XDG_DATA_HOME, by default ~/.local/share.
// Jupyter looks for kernelspecs in its subfolder jupyter/kernels.
func UserData() (string, error) { return base("XDG_DATA_HOME", ".local/share") }

func under(variable, fallback string) (string, error) {
	dir, err := base(variable, fallback)
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "gensci"), nil
}

// base ignores a relative path in variable, as the specification asks.
func base(variable, fallback string) (string, error) {
	if dir := os.Getenv(variable); filepath.IsAbs(dir) {
		return dir, nil
	}
	home := os.Getenv("HOME")
	if !filepath.IsAbs(home) {
		return "", fmt.Errorf("no folder for gensci's files: HOME is %q; set HOME or %s to an absolute path", home, variable)
	}
	return filepath.Join(home, fallback), nil
}
