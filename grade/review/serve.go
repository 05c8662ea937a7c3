package review

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// site is what the server goes by.
type site struct {
	scheme string
	hosts  []string          // with ports, as in the header Host
	leaf   *x509.Certificate // with TLS: its names too, with the port below
	port   string
}

// allows tells whether the server goes by a host.
func (s site) allows(host string) bool {
	host = strings.ToLower(host)
	if slices.Contains(s.hosts, host) {
		return true
	}
	if s.leaf == nil {
		return false
	}
	name, port, err := net.SplitHostPort(host)
	if err != nil {
		name, port = strings.Trim(host, "[]"), "443"
	}
	return port == s.port && s.leaf.VerifyHostname(name) == nil
}

// own tells whether an origin is that of our own pages, at the host that a request names.
func (s site) own(origin, host string) bool {
	u, err := url.Parse(origin)
	return err == nil && u.Scheme == s.scheme && strings.EqualFold(u.Host, host) && u.Path == "" && s.allows(u.Host)
}

// Listen opens a port, such as "127.0.0.1:0". One that others than this machine's users reach needs a certificate and its key, or a hub in front.
func (s *Server) Listen(addr, cert, key string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("the address %q is not HOST:PORT: %w", addr, err)
	}
	if (cert == "") != (key == "") {
		return nil, errors.New("TLS needs both --tls-cert and --tls-key")
	}
	ip := net.ParseIP(host)
	if cert == "" && s.Hub == nil && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("%s is seen by other machines: use --tls-cert and --tls-key, or 127.0.0.1", addr)
	}
	var pair tls.Certificate
	if cert != "" {
		if pair, err = tls.LoadX509KeyPair(cert, key); err != nil {
			return nil, fmt.Errorf("the certificate cannot be used: %w", err)
		}
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	if err := s.known(l.Addr().(*net.TCPAddr), host, pair.Leaf); err != nil {
		l.Close()
		return nil, err
	}
	if cert != "" {
		l = tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}})
	}
	return l, nil
}

// known finds out what the server goes by.
func (s *Server) known(at *net.TCPAddr, host string, leaf *x509.Certificate) error {
	port := fmt.Sprint(at.Port)
	s.site = site{scheme: "http", leaf: leaf, port: port}
	if s.Hub != nil {
		u, err := url.Parse(s.Origin)
		if err != nil || u.Host == "" || u.Path != "" || u.Scheme != "https" && u.Scheme != "http" {
			return fmt.Errorf("the public address %q is not like https://hub.example.org", s.Origin)
		}
		s.site = site{scheme: u.Scheme, hosts: []string{strings.ToLower(u.Host)}}
		return nil
	}
	if leaf != nil {
		s.site.scheme = "https"
	}
	if at.IP.IsLoopback() {
		s.site.hosts = []string{net.JoinHostPort(at.IP.String(), port), net.JoinHostPort("localhost", port)}
	}
	s.site.hosts = append(s.site.hosts, net.JoinHostPort(strings.ToLower(host), port))
	return nil
}

// Link is how a tutor comes in.
type Link struct{ Tutor, URL string }

// Links makes a link for each tutor, which works once. Listen comes first.
func (s *Server) Links() (all []Link) {
	if s.Hub != nil {
		return nil
	}
	for _, t := range s.Tutors {
		all = append(all, Link{t, s.linkFor(t, s.host())})
	}
	return all
}

// host is the name by which links call the server.
func (s *Server) host() string {
	if s.site.leaf != nil && len(s.site.leaf.DNSNames) > 0 && !strings.Contains(s.site.leaf.DNSNames[0], "*") {
		return net.JoinHostPort(s.site.leaf.DNSNames[0], s.site.port)
	}
	return s.site.hosts[0]
}

func (s *Server) linkFor(tutor, host string) string {
	return s.site.scheme + "://" + host + s.Prefix + "login#" + s.access.link(tutor)
}

// Serve answers requests until ctx is done.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	h := &http.Server{
		Handler: s, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: 5 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10,
	}
	stop := context.AfterFunc(ctx, func() {
		limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		if h.Shutdown(limited) != nil {
			h.Close()
		}
	})
	defer stop()
	if err := h.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
