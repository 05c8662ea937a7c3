"""Executes notebooks with Jupyter's own nbclient: python execute.py NOTEBOOK... Every cell must run, and show what its metadata "expect" says."""

import sys
import time

import nbclient
import nbformat


def text(cell):
    shown = []
    for output in cell.outputs:
        shown.append(output.get("text", "") or output.get("data", {}).get("text/plain", ""))
    return "".join(shown)


for path in sys.argv[1:]:
    begin = time.time()
    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(notebook, timeout=900, resources={"metadata": {"path": path.rpartition("/")[0]}}).execute()
    nbformat.write(notebook, path)
    for cell in notebook.cells:
        wanted = cell.metadata.get("expect")
        if wanted and wanted not in text(cell):
            sys.exit(f"{path}: {cell.source!r} shows {text(cell)!r}, want {wanted!r}")
    print(f"nbclient: {path.rpartition('/')[2]}, kernel {notebook.metadata.kernelspec.name}, {time.time() - begin:.0f} s", flush=True)
