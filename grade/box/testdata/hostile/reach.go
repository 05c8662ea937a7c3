package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

func init() {
	roles["read"] = func(args []string) {
		for _, name := range args {
			text, err := os.ReadFile(name)
			if err == nil && len(text) == 0 {
				err = fs.ErrNotExist
			}
			if attempt(name, err); err == nil {
				fmt.Printf("%q\n", text)
			}
		}
	}
	roles["look"] = look
	roles["mess"] = mess
	roles["environments"] = func([]string) {
		names, _ := filepath.Glob("/proc/[0-9]*/environ")
		for _, name := range names {
			text, _ := os.ReadFile(name)
			fmt.Printf("%s %q\n", name, bytes.Split(text, []byte{0}))
		}
	}
	roles["writes"] = func(args []string) {
		for _, name := range args {
			attempt(name, os.WriteFile(name, []byte("x"), 0o600))
		}
	}
	roles["dial"] = func(args []string) {
		for i := 0; i+1 < len(args); i += 2 {
			attempt(args[i]+" "+args[i+1], dial(args[i], args[i+1]))
		}
	}
	roles["converse"] = converse
	roles["kill"] = func([]string) {
		attempt("kill(-1)", unix.Kill(-1, unix.SIGKILL))
		attempt("kill(0)", unix.Kill(0, 0))
		for pid := 2; pid < 1<<16; pid++ {
			if _, err := os.Stat("/proc/self/task/" + strconv.Itoa(pid)); err == nil {
				continue // a thread of ours
			}
			if unix.Kill(pid, unix.SIGKILL) == nil {
				fmt.Println("reached process", pid)
			}
		}
	}
	roles["daemon"] = daemon
	roles["lasting"] = func([]string) {
		signal.Ignore(syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT)
		_, _ = syscall.Setsid()
		fmt.Println("lasting")
		time.Sleep(time.Hour)
	}
	roles["pass"] = pass
	roles["close"] = func(args []string) { // closes all descriptors and puts others in their place
		for fd := range 10 {
			_ = unix.Close(fd)
		}
		for range 10 {
			_, _ = unix.Open("/tmp/other", unix.O_CREAT|unix.O_RDWR, 0o600)
		}
		for fd := range 10 {
			_, _ = unix.Write(fd, []byte("forged"))
		}
	}
	roles["say"] = func(args []string) { _, _ = os.NewFile(3, "").WriteString(strings.Join(args, " ")) }
}

// look says what can be seen of the box.
func look([]string) {
	entries, _ := os.ReadDir("/proc/self/fd")
	var fds []string
	for _, e := range entries {
		if target, err := os.Readlink("/proc/self/fd/" + e.Name()); err == nil && !strings.HasPrefix(target, "anon_inode:") {
			fds = append(fds, e.Name())
		}
	}
	processes, _ := filepath.Glob("/proc/[0-9]*")
	host, _ := os.Hostname()
	root, _ := os.ReadDir("/")
	var top []string
	for _, e := range root {
		top = append(top, e.Name())
	}
	status, _ := os.ReadFile("/proc/self/status")
	fmt.Println("descriptors", fds)
	fmt.Println("processes", processes)
	fmt.Println("host", host)
	fmt.Println("root", top)
	fmt.Println("environment", os.Environ())
	var core unix.Rlimit
	_ = unix.Getrlimit(unix.RLIMIT_CORE, &core)
	fmt.Println("core", core)
	fmt.Println("user", os.Getuid(), os.Geteuid(), os.Getgid(), os.Getpid())
	for _, line := range strings.Split(string(status), "\n") {
		if strings.HasPrefix(line, "Cap") || strings.HasPrefix(line, "NoNewPrivs") || strings.HasPrefix(line, "Seccomp:") {
			fmt.Println(strings.Join(strings.Fields(line), " "))
		}
	}
}

// dial connects, or sends where there are no connections.
func dial(network, address string) error {
	c, err := net.DialTimeout(network, address, 200*time.Millisecond)
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	_, err = c.Write([]byte("from the box"))
	return err
}

// converse speaks with itself over its own loopback.
func converse([]string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		attempt("listen", err)
		return
	}
	attempt("itself", dial("tcp", l.Addr().String()))
}

// daemon leaves a grandchild that has lost its parent, its session and its respect for signals.
func daemon(args []string) {
	c := again("daemon", "child")
	if len(args) > 0 {
		c = again("lasting")
	}
	c.Stdout = os.Stdout
	if err := c.Start(); err != nil {
		attempt("daemon", err)
		return
	}
	if len(args) == 0 {
		_ = c.Wait()
		time.Sleep(20 * time.Millisecond) // until it is one
	}
}

// pass sends descriptor 3 to a child that stays.
func pass(args []string) {
	if len(args) > 0 {
		fd, _ := strconv.Atoi(args[0])
		buffer := make([]byte, 100)
		_, n, _, _, err := unix.Recvmsg(fd, make([]byte, 1), buffer, 0)
		attempt("receiving", err)
		_ = n
		time.Sleep(time.Hour)
	}
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	if err != nil {
		attempt("socketpair", err)
		return
	}
	c := again("pass", "3")
	c.ExtraFiles = []*os.File{os.NewFile(uintptr(pair[1]), "")}
	attempt("child", c.Start())
	attempt("sending", unix.Sendmsg(pair[0], []byte("x"), unix.UnixRights(3), nil, 0))
}

// mess leaves in a folder what its owner has trouble with: links out of it, a setuid program, a pipe, and folders below folders.
func mess(args []string) {
	attempt("folder", os.Chdir(args[0]))
	attempt("link", os.Symlink("/etc/passwd", "passwd"))
	attempt("folder link", os.Symlink("/etc", "etc"))
	attempt("pipe", unix.Mkfifo("pipe", 0o600))
	attempt("setuid", os.WriteFile("setuid", []byte("#!/bin/sh\n"), 0o700))
	attempt("setuid bits", os.Chmod("setuid", 0o755|os.ModeSetuid|os.ModeSetgid))
	attempt("closed", os.Mkdir("closed", 0))
	for range 1000 {
		if os.Mkdir("d", 0o700) != nil || os.Chdir("d") != nil {
			fmt.Println("refused depth")
			return
		}
	}
}
