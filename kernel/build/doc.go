// Package build turns the source of a cell into a program, quickly.
//
// go build spends a good part of an edited cell's time on finding out that nothing but the cell has changed. A [Builder] asks the go
// command once where the compiled packages of the cell's imports lie (go list -export, with the flags of the cells, so that the build cache
// is shared), and calls compiler and linker itself from then on:
//
//	b := &build.Builder{Checkout: checkout, Work: workdir, Env: env}
//	path, err := b.Build(ctx, source, "cell")
//	var wrong *build.CompileError
//	if errors.As(err, &wrong) {
//		fmt.Print(wrong.Output) // as the compiler prints it
//	}
//
// What is kept is thrown away when it is no longer true: sources of the module, go.mod or the tool chain have changed, or an archive has left
// the cache. Whatever the direct way cannot do — cgo, //go:embed, //go:debug, flags that it does not know — is left to go build, as is every
// failure of the direct way but a compile error in the cell; the reason is logged. The answer is go build's in either case, with these
// differences: programs have no symbol table and no DWARF, and runtime/debug.ReadBuildInfo has nothing to tell in those built directly.
//
// Compiler and linker need no network, and no writing access to the build cache if everything a cell imports has been compiled before.
package build
