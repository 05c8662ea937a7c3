package jupyter

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// Connection is the content of a connection file: where a kernel listens, and the key that signs its messages.
type Connection struct {
	Transport string `json:"transport"` // "tcp" or "ipc"
	IP        string `json:"ip"`        // with ipc: the path that all sockets' paths begin with
	Shell     int    `json:"shell_port"`
	IOPub     int    `json:"iopub_port"`
	Stdin     int    `json:"stdin_port"`
	Control   int    `json:"control_port"`
	Heartbeat int    `json:"hb_port"`
	Scheme    string `json:"signature_scheme"`
	Key       string `json:"key"`
	Kernel    string `json:"kernel_name"`
}

// Private is a connection over Unix sockets in dir, with a fresh key. Other users cannot reach it if dir is private.
func Private(dir, kernel string) Connection {
	return Connection{
		Transport: "ipc", IP: filepath.Join(dir, "s"), Shell: 1, IOPub: 2, Stdin: 3, Control: 4, Heartbeat: 5,
		Scheme: "hmac-sha256", Key: Token(), Kernel: kernel,
	}
}

// Endpoint is the address of a socket in the notation of ZeroMQ.
func (c Connection) Endpoint(port int) string {
	if c.Transport == "ipc" {
		return fmt.Sprintf("ipc://%s", c.Socket(port))
	}
	return fmt.Sprintf("tcp://%s:%d", c.IP, port)
}

// Socket is the path of a Unix socket.
func (c Connection) Socket(port int) string { return fmt.Sprintf("%s-%d", c.IP, port) }

// Write writes the connection file, readable by its owner alone since it holds the key.
func (c Connection) Write(path string) error {
	text, err := json.MarshalIndent(c, "", " ")
	if err != nil {
		return fmt.Errorf("encoding connection file: %w", err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		return fmt.Errorf("writing connection file: %w", err)
	}
	return nil
}

// ReadConnection reads a connection file as Jupyter writes it.
func ReadConnection(path string) (Connection, error) {
	var c Connection
	text, err := os.ReadFile(path)
	if err != nil {
		return c, fmt.Errorf("reading the connection file (Jupyter passes its path): %w", err)
	}
	if err := json.Unmarshal(text, &c); err != nil || c.Shell == 0 {
		return c, fmt.Errorf("%s is not a connection file of Jupyter", path)
	}
	return c, nil
}
