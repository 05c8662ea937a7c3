// Package kernel runs Go notebooks: as the Jupyter kernel "gensci", and headless.
//
// Jupyter starts `gensci kernel CONNECTION_FILE` ([Keep]), as the kernelspec says that [InstallSpec] wrote; that starts `gensci front` ([Serve]). Package front speaks Jupyter's
// protocol, builds and runs Go cells (in a workspace with the module that the notebook lies in, see package module), and leaves magics and shell lines to a GoNB of its own (github.com/janpfeifer/gonb); cells compute in a
// session server (package resident). No process and no file is left behind (package keeper).
//
// [Run] is the headless way: it starts the same kernel, speaks Jupyter's protocol to it over sockets in the kernel's folder,
// executes the code cells in order up to the first error, and writes the notebook with its outputs into another folder. The source is never changed.
//
// Whoever runs many reads them first, each with [NewJob], and may run several at the same time.
//
//	r, err := kernel.Run(ctx, "notebooks/22-flows.ipynb", kernel.Options{Out: "executed"})
//	for _, row := range kernel.Results(r.Notebook) {
//		fmt.Println(row.Name, row.Value, row.Exact, row.Excess)
//	}
//
// References: Messaging in Jupyter, protocol 5.4, https://jupyter-client.readthedocs.io/en/latest/messaging.html; making kernels
// for Jupyter, https://jupyter-client.readthedocs.io/en/latest/kernels.html
package kernel
