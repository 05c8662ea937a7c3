//go:build cgo && !noxla && linux && (amd64 || arm64)

package backend

/*
#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>
static void give_back(void) { malloc_trim(0); }
#else
static void give_back(void) {}
#endif
*/
import "C"

// GiveBack gives memory that C libraries have freed back to the system, which takes some milliseconds. XLA's compiler frees 80 MB after a training step of a
// small network, and glibc would keep them.
func GiveBack() { C.give_back() }
