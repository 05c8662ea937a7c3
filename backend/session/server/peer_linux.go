package server

import (
	"fmt"
	"net"
	"os"
	"syscall"
)

// checkPeer refuses programs of other users. The socket's folder keeps them out already; this holds also where it was opened by mistake.
func checkPeer(conn net.Conn) error {
	u, ok := conn.(*net.UnixConn)
	if !ok {
		return nil // a test's pipe
	}
	raw, err := u.SyscallConn()
	if err != nil {
		return err
	}
	var peer *syscall.Ucred
	var failed error
	if err = raw.Control(func(fd uintptr) {
		peer, failed = syscall.GetsockoptUcred(int(fd), syscall.SOL_SOCKET, syscall.SO_PEERCRED)
	}); err != nil {
		return err
	}
	if failed != nil {
		return failed
	}
	if int(peer.Uid) != os.Getuid() {
		return fmt.Errorf("this session belongs to user %d, not to user %d", os.Getuid(), peer.Uid)
	}
	return nil
}
