// Package module lets a notebook import what the Go module it lies in has and requires.
//
//	s := module.New(module.Options{Dir: dir, Checkout: checkout, Work: folder, Env: env, Packages: packages})
//	binary, err := s.Build(ctx, source, "cell")
//	err = s.Get(ctx, []string{"github.com/google/go-cmp/cmp@v0.7.0"}, say) // the magic %get
//
// # Which module
//
// The one whose go.mod is next above the notebook, unless that is gensci's own. Cells whose imports have nothing to do with it — neither its own packages nor
// those of modules that it requires — are built with gensci's go.mod alone, as if it were not there: a module that is half downloaded, or wants other
// versions, does no harm to lectures. All others are built in a workspace of both, a go.work in a folder of ours. There the higher of two required
// versions holds, as always in Go; the user's packages, and internal ones that its folder may import, are imported as in any Go program of that folder;
// edits are seen by the next cell, and so is a changed go.mod.
//
// Nothing is downloaded while cells build. [Space.Get] does it, which runs go get in the user's module with the environment of the user, looks then
// whether the workspace has all that it needs, and undoes what cannot serve a notebook: a package that needs cgo, or a version of the engine's
// library that the session server does not speak.
//
// # Sums
//
// A workspace takes checksums from the go.sum of all its modules and from its own go.work.sum, which the go command writes into our folder. What is in the
// module cache was compared when it was downloaded, so no checksum database is asked while cells build.
//
// References: the Go Modules Reference, https://go.dev/ref/mod#workspaces
package module
