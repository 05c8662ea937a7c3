package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

func init() {
	roles["hello"] = func(args []string) { fmt.Println("hello", strings.Join(args, " ")) }
	roles["exit"] = func(args []string) { os.Exit(number(args)) }
	roles["panic"] = func([]string) { panic("on purpose") }
	roles["signal"] = func([]string) { _ = syscall.Kill(os.Getpid(), syscall.SIGKILL); time.Sleep(time.Hour) }
	roles["loop"] = func([]string) { burn() }
	roles["threads"] = func([]string) {
		for range 8 {
			go burn()
		}
		burn()
	}
	roles["children"] = func([]string) { // each computes
		for range 3 {
			_ = again("loop").Start()
		}
		time.Sleep(time.Hour)
	}
	roles["fleeting"] = func([]string) { // computes in children that nobody waits for
		signal.Ignore(syscall.SIGCHLD)
		for {
			_ = again("burst").Start()
			time.Sleep(5 * time.Millisecond)
		}
	}
	roles["burst"] = func([]string) {
		for start := time.Now(); time.Since(start) < 20*time.Millisecond; {
		}
	}
	roles["sleep"] = func([]string) { fmt.Println("ready"); time.Sleep(time.Hour) }
	roles["forks"] = forks
	roles["forkbomb"] = func([]string) {
		for {
			_ = again("forkbomb").Start()
		}
	}
	roles["heap"] = func(args []string) { fmt.Println(len(fill(number(args))), "bytes") }
	roles["manyheaps"] = func(args []string) { // each of them within the limit
		for range 6 {
			_ = again("hold", args...).Start()
		}
		time.Sleep(time.Hour)
	}
	roles["hold"] = func(args []string) { b := fill(number(args)); time.Sleep(time.Hour); runtime.KeepAlive(b) }
	roles["stack"] = func([]string) { fmt.Println(deeper(1)) }
	roles["file"] = func(args []string) { fmt.Println(writeFile(args[0], number(args[1:]))) }
	roles["files"] = files
	roles["empty"] = func(args []string) {
		for i := range number(args[1:]) {
			if err := os.WriteFile(args[0]+"/"+strconv.Itoa(i), nil, 0o600); err != nil {
				fmt.Println("refused after", i, err)
				return
			}
		}
		fmt.Println("written")
	}
	roles["flood"] = func(args []string) {
		out := os.Stdout
		if args[0] == "stderr" {
			out = os.Stderr
		}
		line := strings.Repeat("x", 99) + "\n"
		for range number(args[1:]) {
			_, _ = out.WriteString(line)
		}
	}
	roles["descriptors"] = func([]string) {
		var held []*os.File
		for {
			f, err := os.Open("/dev/null")
			if err != nil {
				fmt.Println(len(held), errors.Is(err, syscall.EMFILE))
				return
			}
			held = append(held, f)
		}
	}
}

func number(args []string) int {
	n, err := strconv.Atoi(args[0])
	if err != nil {
		panic(err)
	}
	return n
}

func burn() {
	for x := 1; ; x++ {
		_ = x
	}
}

// again is this program in another role.
func again(role string, args ...string) *exec.Cmd {
	all := append([]string{role}, args...)
	if _, isRole := roles[os.Args[1]]; !isRole { // the mark by which tests find what is left
		all = append([]string{os.Args[1]}, all...)
	}
	return exec.Command("/proc/self/exe", all...)
}

// forks starts children that stay, as many as asked for, and says how many there were.
func forks(args []string) {
	var started []*exec.Cmd
	defer func() {
		for _, c := range started {
			_ = c.Process.Kill()
			_ = c.Wait()
		}
	}()
	for range number(args) {
		c := again("sleep")
		if err := c.Start(); err != nil {
			fmt.Println(len(started), "then", err)
			return
		}
		started = append(started, c)
	}
	fmt.Println(len(started), "all")
}

// fill is memory that is really used.
func fill(n int) []byte {
	b := make([]byte, n)
	for i := 0; i < n; i += 4096 {
		b[i] = 1
	}
	return b
}

//go:noinline
func deeper(n int) int {
	var room [1024]byte
	room[n%1024] = byte(n)
	return deeper(n+1) + int(room[n%512])
}

// writeFile writes until the system refuses, and says how much there was.
func writeFile(name string, n int) (int, error) {
	f, err := os.Create(name)
	if err != nil {
		return 0, err
	}
	signal.Ignore(syscall.SIGXFSZ)
	block, written := make([]byte, 64<<10), 0
	for written < n {
		m, err := f.Write(block[:min(len(block), n-written)])
		if written += m; err != nil {
			return written, err
		}
	}
	return written, nil
}

// files fills a folder with files from several threads.
func files(args []string) {
	var mu sync.Mutex
	total := 0
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			n, _ := writeFile(args[0]+"/"+strconv.Itoa(i), number(args[1:]))
			mu.Lock()
			defer mu.Unlock()
			total += n
		})
	}
	all.Wait()
	fmt.Println(total)
}
