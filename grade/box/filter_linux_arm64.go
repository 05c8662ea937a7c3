package box

import "golang.org/x/sys/unix"

const (
	arch         = unix.AUDIT_ARCH_AARCH64
	foreignCalls = 0x40000000
)

var refusedHere []uint32
