// Package assist answers Jupyter's complete_request and inspect_request for Go cells.
//
//	a := assist.New(assist.Options{Gopls: "gopls", Checkout: checkout})
//	defer a.Close()
//	c := a.Complete(ctx, memory.Clone(), code, cursor) // marshals to the content of a complete_reply
//	i := a.Inspect(ctx, memory.Clone(), code, cursor, 0)
//
// Answers come from gopls, Go's language server, which sees two files that exist on no disk: the cell and what earlier cells have declared
// ([cell.Sketch]). They stand in a folder inside the checkout, so that the checkout's go.mod says which packages there are.
//
// gopls starts with the first request and ends when nobody has asked for a while, with Close, and with the process that started it. A
// request never waits for it longer than a budget. What is known without gopls is the answer then: keywords, what cells have
// declared, the words of the cell, names of packages and, after "p.", what package p exports.
//
// References: the Language Server Protocol 3.17,
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/; gopls' settings,
// https://go.dev/gopls/settings; complete_request, https://jupyter-client.readthedocs.io/en/latest/messaging.html#completion
package assist
