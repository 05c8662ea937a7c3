// Package kernel runs Go notebooks: as the Jupyter kernel "gensci", and headless.
//
// Jupyter starts `gensci kernel CONNECTION_FILE` ([Serve]), as the kernelspec says that [InstallSpec] wrote. Behind it works GoNB
// (github.com/janpfeifer/gonb), which compiles each cell into a program of its own and runs it. Serve gives GoNB the environment in which
// cells find this module's checkout and link fast, passes signals on, and leaves no process and no file behind.
//
// [Run] is the headless way: it starts the same GoNB, speaks Jupyter's protocol to it over sockets in a private folder, executes the
// code cells in order up to the first error, and writes the notebook with its outputs into another folder. The source is never changed.
//
//	r, err := kernel.Run(ctx, "notebooks/22-flows.ipynb", kernel.Options{Out: "executed"})
//	for _, row := range kernel.Results(r.Notebook) {
//		fmt.Println(row.Name, row.Value, row.Exact, row.Excess)
//	}
//
// References: Messaging in Jupyter, protocol 5.4, https://jupyter-client.readthedocs.io/en/latest/messaging.html; making kernels
// for Jupyter, https://jupyter-client.readthedocs.io/en/latest/kernels.html
package kernel
