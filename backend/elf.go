//go:build !cells

package backend

import (
	"debug/elf"
	"fmt"
	"os"
	"runtime"
)

// entryPoint is the function that every PJRT plugin exports.
const entryPoint = "GetPjrtApi"

// checkPlugin errors if the file cannot be a complete XLA plugin. It never loads it: the loader maps a truncated library without
// complaint and the process dies of SIGBUS when the missing part is touched; but a table at its end, which Open reads, is missing
// then. Other systems than Linux are left to the loader.
func checkPlugin(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("XLA plugin %s cannot be read: %w", path, err)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("XLA plugin %s is not a file", path)
	}
	if runtime.GOOS != "linux" {
		return nil
	}
	library, err := elf.Open(path)
	if err != nil {
		return fmt.Errorf("%s is no XLA plugin: it is not a complete shared library (%v)", path, err)
	}
	defer library.Close()
	symbols, err := library.DynamicSymbols()
	if err != nil {
		return fmt.Errorf("%s is no XLA plugin: its symbols cannot be read (%v)", path, err)
	}
	for _, symbol := range symbols {
		if symbol.Name == entryPoint && symbol.Section != elf.SHN_UNDEF {
			return nil
		}
	}
	return fmt.Errorf("%s is no XLA plugin: it exports no %s", path, entryPoint)
}
