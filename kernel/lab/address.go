package lab

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// address is where a server listens, as it writes it down in its runtime folder.
type address struct {
	URL  string `json:"url"`
	Host string `json:"hostname"`
	Port int    `json:"port"`
	Base string `json:"base_url"`
}

// find reads the address; it is an error as long as the server has not written it.
func (s *Server) find() (at address, err error) {
	files, _ := filepath.Glob(filepath.Join(s.runtime, "jpserver-*.json")) // errs on bad patterns only
	if len(files) == 0 {
		return at, errors.New("the server has not begun")
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		return at, err
	}
	return at, json.Unmarshal(text, &at)
}

// answers asks the server for its status, as a client on this machine.
func (s *Server) answers(ctx context.Context, at address) bool {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at.local()+"api/status", nil)
	if err != nil {
		return false
	}
	request.Header.Set("Authorization", "token "+s.token)
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}} // and no proxy
	reply, err := client.Do(request)
	if err != nil {
		return false
	}
	defer reply.Body.Close()
	return reply.StatusCode == http.StatusOK
}

// local is the URL for this machine.
func (a address) local() string {
	host := a.Host
	if ip := net.ParseIP(host); host == "" || host == "*" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	u := url.URL{Scheme: "http", Host: net.JoinHostPort(host, strconv.Itoa(a.Port)), Path: a.Base}
	return u.String()
}

// page is the URL of a notebook, or of the folder, for people.
func (a address) page(notebook, token string) string {
	path := "lab"
	if notebook != "" {
		path = "lab/tree/" + url.PathEscape(notebook)
	}
	return a.URL + path + "?token=" + token
}
