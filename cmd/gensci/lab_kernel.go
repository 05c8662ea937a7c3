package main

import (
	"os"
	"path/filepath"

	"github.com/gensci/gensci/internal/system"
	"github.com/gensci/gensci/kernel"
)

// findKernel tells whether JupyterLab will find a kernel of ours that imports from this checkout. folders are data folders of Jupyter's in which it
// would not look by itself: that of an installation for a whole machine, if this program belongs to one.
func findKernel(checkout string) (folders []string, found bool) {
	if v, ok := system.Current(); ok {
		if r, err := v.Record(); err == nil && sound(r.Spec, checkout) {
			return []string{filepath.Dir(filepath.Dir(r.Spec))}, true
		}
	}
	for _, data := range labFolders() {
		spec := kernel.SpecIn(data)
		if _, err := os.Lstat(spec); err == nil {
			return nil, sound(spec, checkout) // it stands before those that follow
		}
	}
	return nil, false
}

// labFolders are the data folders in which the JupyterLab that lab installs looks for kernels, but for its own.
func labFolders() []string {
	folders := filepath.SplitList(os.Getenv("JUPYTER_PATH"))
	if user, err := kernel.JupyterData(); err == nil {
		folders = append(folders, user)
	}
	return append(folders, "/usr/local/share/jupyter", "/usr/share/jupyter")
}

// sound tells whether a kernelspec's program is there, and imports from this checkout.
func sound(spec, checkout string) bool {
	s, err := kernel.ReadSpec(spec)
	if err != nil || s.Checkout() != checkout {
		return false
	}
	info, err := os.Stat(s.Argv[0])
	return err == nil && info.Mode().IsRegular()
}
