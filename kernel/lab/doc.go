// Package lab runs JupyterLab, in a pinned version, from a virtual environment of our own.
//
//	env, err := lab.Prepare(ctx, folder, "", report) // made on first use; later only looked at
//	s, err := lab.Start(lab.Options{Environment: env, Settings: settings, Folder: "notebooks", Log: os.Stderr})
//	fmt.Println(s.URL)
//	err = s.Wait(ctx) // until somebody shuts it down, or ctx ends; all kernels end with it
//
// The versions and hashes of all packages are in requirements.txt, so that everybody has the same JupyterLab, and nobody who changes a package
// on its index gets into it. Settings and workspaces are kept in a folder of ours: what the user has in ~/.jupyter is neither read nor written.
// Kernels are found where Jupyter looks for this user's.
//
// References: Jupyter Server, https://jupyter-server.readthedocs.io; JupyterLab, https://jupyterlab.readthedocs.io; venv in Python's library
// reference; pip's hash-checking mode, https://pip.pypa.io/en/stable/topics/secure-installs/
package lab
