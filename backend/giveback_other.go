//go:build !(cgo && !noxla && linux && (amd64 || arm64))

package backend

// GiveBack gives memory that C libraries have freed back to the system: none here, or not known how.
func GiveBack() {}
