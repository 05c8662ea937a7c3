// Package widget is what front ends know of controls: the models of Jupyter's widgets (ipywidgets 8, protocol 2.1).
//
//	b := widget.New(box, jupyter.Token)
//	b.Models // to be opened as comms, in this order
//	b.Root   // the id of the model that is to be shown
//
// A model is a table of settings that kernel and front ends hold alike. Models name each other as IPY_MODEL_ and an id.
//
// References: ipywidgets, packages/schema/messages.md and jupyterwidgetmodels.latest.md, https://github.com/jupyter-widgets/ipywidgets
package widget
