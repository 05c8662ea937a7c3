// Package nbformat reads and writes Jupyter notebooks (.ipynb, nbformat 4.0 to 4.5).
//
// Reading is strict: what the format does not allow is an error of one sentence that names the file and the cell. So are keys that stand twice in an
// object, values nested deeper than 200 levels, files larger than 128 MB, and pipes: notebooks come from strangers. Unknown keys
// are kept where the format has room for them, in the metadata of notebooks, cells and outputs. Writing is deterministic (sorted
// keys, an indent of one blank, lines as lists, as Jupyter writes them), always nbformat 4.5, and atomic: a reader sees the old
// file or the new one.
//
//	nb, err := nbformat.Read("22-flows.ipynb")
//	nb.Clear()                                // strips outputs and execution counts
//	err = nb.Write("out/22-flows.ipynb")
//
// Reference: The Jupyter Notebook format, version 4.5, https://nbformat.readthedocs.io/en/latest/format_description.html
package nbformat
