//go:build !linux

package child

// Adopt does nothing: only Linux gives a process the descendants whose parent ends.
func Adopt() {}

// Watch finds nothing.
type Watch struct{}

// NewWatch begins to watch.
func NewWatch() Watch { return Watch{} }

// Kill does nothing.
func (Watch) Kill() {}

// KillAll does nothing.
func KillAll() {}
