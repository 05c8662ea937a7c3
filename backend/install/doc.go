// Package install fetches the XLA plugin for CPU and puts it where package backend finds it.
//
//	path, err := install.XLA(ctx, folder, nil, func(step string, bytes int64) { fmt.Println(step, bytes) })
//
// On Linux amd64 it runs `pip download --no-deps xla-cpu-pjrt==0.0.1`, as pip, pip3 or python3 -m pip, whichever works: thereby the user's
// index, mirror, proxy and certificates hold. It compares the wheel's SHA-256 with the pinned one and unpacks the one shared library
// (63 MB to fetch, 259 MB on disk). Nothing of Python is needed to use it, and nothing of the wheel is executed before it is verified.
//
// Where there is no pip, and on the other platforms for which go-xla has plugins, go-xla's own installer fetches go-xla's build of
// the plugin from its releases. That way is less sure: its authors publish no hash to compare with, and it could not be tried by us (neither
// the download from there nor those platforms were at hand); only our handling of its result is tested.
//
// Whatever happens, a plugin is there whole or not at all: everything is written to a temporary folder beside the target, synced,
// and renamed. One lock keeps two installations apart; what a killed one left is removed by the next.
package install
