package backend

import (
	"os"
	"path/filepath"
	"slices"

	"github.com/gensci/gensci/internal/dirs"
)

// pluginSearchPath is the variable with which go-xla's users name folders of plugins, separated by colons.
const pluginSearchPath = "PJRT_PLUGIN_LIBRARY_PATH"

// systemFolder is where go-xla's installer puts plugins for all users; tests set another one.
var systemFolder = "/usr/local/lib/go-xla"

// FindPlugin returns the path of an XLA plugin for CPU: the first pjrt_c_api_cpu_plugin.so (or pjrt_c_api_cpu_<version>_plugin.so)
// in the folders of $PJRT_PLUGIN_LIBRARY_PATH, in what `gensci setup` installed for the machine or the user (newest version first), and in those
// of go-xla's own installer. It errors if there is none; whether the file can be loaded is seen when it is.
func FindPlugin() (string, error) {
	for _, folder := range pluginFolders() {
		for _, pattern := range []string{"pjrt_c_api_cpu_plugin", "pjrt_c_api_cpu_*_plugin"} {
			for _, extension := range []string{".so", ".dylib"} {
				found, _ := filepath.Glob(filepath.Join(folder, pattern+extension)) // errs on bad patterns only: such a folder holds nothing for us
				slices.Sort(found)
				for _, path := range slices.Backward(found) {
					if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
						return filepath.Abs(path)
					}
				}
			}
		}
	}
	return "", errNoPlugin
}

func pluginFolders() []string {
	folders := filepath.SplitList(os.Getenv(pluginSearchPath))
	data, _ := dirs.Data() // "" if there is no home folder
	for _, installed := range []string{dirs.Prefix(), data} {
		if installed == "" {
			continue
		}
		versions, _ := filepath.Glob(filepath.Join(installed, "xla", "[0-9v]*"))
		slices.Sort(versions)
		slices.Reverse(versions)
		folders = append(folders, versions...)
	}
	if home := os.Getenv("HOME"); home != "" {
		folders = append(folders, filepath.Join(home, ".local/lib/go-xla"), filepath.Join(home, "Library/Application Support/go-xla"))
	}
	return append(folders, systemFolder)
}
