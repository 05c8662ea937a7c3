package lab

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/gensci/gensci/internal/replace"
)

// arguments is JupyterLab's command line. -I keeps what lies in the folder of the notebooks out of Python's modules: a file random.py would
// be one.
func (s *Server) arguments() []string {
	args := []string{
		"-I", "-m", "jupyterlab", "--no-browser", "--log-level=ERROR", "--LabApp.log_level=ERROR", "--port=" + strconv.Itoa(s.o.Port),
		"--ServerApp.root_dir=" + s.o.Folder,
		"--MultiKernelManager.default_kernel_name=gensci", "--KernelSpecManager.ensure_native_kernel=False",
		"--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", // see overrides
		"--LanguageServerManager.autodetect=False", // it has none for Go, and asks npm where others might be
		"--NotebookNotary.db_file=" + filepath.Join(s.o.Settings, "signatures.db"), "--NotebookNotary.secret_file=" + filepath.Join(s.o.Settings, "signatures.secret"),
	}
	if s.o.IP != "" {
		args = append(args, "--ip="+s.o.IP)
	}
	if os.Geteuid() == 0 {
		args = append(args, "--allow-root")
	}
	return append(args, s.o.Args...)
}

// environment is that of JupyterLab and its kernels: settings of our own, in the place of those of the user and of another server.
func (s *Server) environment() []string {
	path := append(slices.Clone(s.o.Kernels), filepath.SplitList(os.Getenv("JUPYTER_PATH"))...)
	set := map[string]string{
		"JUPYTER_PATH":              strings.Join(path, string(filepath.ListSeparator)),
		"JUPYTER_CONFIG_DIR":        filepath.Join(s.o.Settings, "config"),
		"JUPYTERLAB_WORKSPACES_DIR": filepath.Join(s.o.Settings, "workspaces", workspace(s.o.Folder)),
		"JUPYTER_RUNTIME_DIR":       s.runtime,
		"IPYTHONDIR":                filepath.Join(s.o.Settings, "ipython"),
		"JUPYTER_TOKEN_FILE":        s.tokenFile(),
		"JUPYTER_TOKEN":             "",
		"JUPYTERLAB_DIR":            "", // another JupyterLab's files
		"JUPYTERLAB_SETTINGS_DIR":   "",
		"JUPYTER_PORT":              "",
		"JUPYTER_NO_CONFIG":         "",
	}
	env := slices.DeleteFunc(os.Environ(), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		_, ours := set[name]
		return ours
	})
	for name, value := range set {
		if value != "" {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// overrides are defaults of JupyterLab's settings that are ours; the user's own settings come before them. News and updates are asked for on the
// internet, the first with a question in everybody's way, and the version is ours to change.
const overrides = `{"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": false}}`

// writeOverrides puts them where JupyterLab looks for them.
func writeOverrides(settings string) error {
	folder := filepath.Join(settings, "config", "labconfig")
	if err := replace.Folder(folder); err != nil {
		return err
	}
	return replace.File(filepath.Join(folder, "default_setting_overrides.json"), []byte(overrides))
}

// workspace is a name for what is open in a folder: JupyterLab opens it again, and would look for another folder's notebooks here.
func workspace(folder string) string {
	sum := sha256.Sum256([]byte(folder))
	return hex.EncodeToString(sum[:6])
}
