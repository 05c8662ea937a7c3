package kernel

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// connection is the content of a connection file: where a kernel listens, and the key that signs its messages.
type connection struct {
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

// privateConnection is a connection over Unix sockets in dir, with a fresh key. Other users cannot reach it if dir is private.
func privateConnection(dir string) connection {
	return connection{
		Transport: "ipc", IP: filepath.Join(dir, "s"), Shell: 1, IOPub: 2, Stdin: 3, Control: 4, Heartbeat: 5,
		Scheme: "hmac-sha256", Key: token(), Kernel: SpecName,
	}
}

// endpoint is the address of a socket in the notation of ZeroMQ.
func (c connection) endpoint(port int) string {
	if c.Transport == "ipc" {
		return fmt.Sprintf("ipc://%s", c.socket(port))
	}
	return fmt.Sprintf("tcp://%s:%d", c.IP, port)
}

// socket is the path of a Unix socket.
func (c connection) socket(port int) string { return fmt.Sprintf("%s-%d", c.IP, port) }

// write writes the connection file, readable by its owner alone since it holds the key.
func (c connection) write(path string) error {
	text, err := json.MarshalIndent(c, "", " ")
	if err != nil {
		return fmt.Errorf("encoding connection file: %w", err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		return fmt.Errorf("writing connection file: %w", err)
	}
	return nil
}

// readConnection reads a connection file as Jupyter writes it.
func readConnection(path string) (connection, error) {
	var c connection
	text, err := os.ReadFile(path)
	if err != nil {
		return c, fmt.Errorf("reading the connection file (Jupyter passes its path): %w", err)
	}
	if err := json.Unmarshal(text, &c); err != nil || c.Shell == 0 {
		return c, fmt.Errorf("%s is not a connection file of Jupyter", path)
	}
	return c, nil
}
