package review_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/review"
)

// certificate writes one for marks.example.org and its key.
func certificate(t *testing.T) (cert, key string, roots *x509.CertPool) {
	t.Helper()
	private := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))(t)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), DNSNames: []string{"marks.example.org"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der := must(x509.CreateCertificate(rand.Reader, template, template, private.Public(), private))(t)
	folder := t.TempDir()
	cert, key = filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	check(t, os.WriteFile(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	check(t, os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: must(x509.MarshalPKCS8PrivateKey(private))(t)}), 0o600))
	roots = x509.NewCertPool()
	roots.AddCert(must(x509.ParseCertificate(der))(t))
	return cert, key, roots
}

// run runs a server until the test ends.
func run(t *testing.T, s *review.Server, l net.Listener) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, l) }()
	t.Cleanup(func() { stop(); check(t, <-done) })
}

// With TLS others may come in, by the names of the certificate; the cookie is for TLS alone.
func TestTLS(t *testing.T) {
	cert, key, roots := certificate(t)
	s := must(review.New(newCourse(t).config))(t)
	l := must(s.Listen("0.0.0.0:0", cert, key))(t)
	run(t, s, l)
	_, port, _ := net.SplitHostPort(l.Addr().String())
	link := s.Links()[0].URL
	base, token, _ := strings.Cut(link, "/login#")
	if base != "https://marks.example.org:"+port {
		t.Fatalf("the link is %s", link)
	}
	at := &site{base: base}
	at.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	at.Transport = &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: roots},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, "127.0.0.1:"+port)
		},
	}
	r := at.post(t, "/login", url.Values{"token": {token}})
	if r.status != http.StatusSeeOther || !strings.Contains(r.header.Get("Set-Cookie"), "Secure") {
		t.Errorf("%d %v", r.status, r.header)
	}
	for host, want := range map[string]int{"marks.example.org:" + port: http.StatusOK, "evil.example.org:" + port: http.StatusMisdirectedRequest, "marks.example.org": http.StatusMisdirectedRequest} {
		if r := at.do(t, "GET", "/login", nil, func(r *http.Request) { r.Host = host }); r.status != want {
			t.Errorf("%s: %d, want %d", host, r.status, want)
		}
	}
}

// Behind a hub it is the hub who says who comes in, and the hub's address that counts.
func TestBehindHub(t *testing.T) {
	c := newCourse(t)
	c.config.Tutors, c.config.Origin, c.config.Prefix = nil, "https://hub.example.org", "/services/review/"
	c.config.Hub = func(w http.ResponseWriter, r *http.Request) (string, bool) {
		if r.Header.Get("Test-User") == "" {
			http.Redirect(w, r, "https://hub.example.org/login", http.StatusFound)
			return "", false
		}
		return r.Header.Get("Test-User"), true
	}
	s := must(review.New(c.config))(t)
	l := must(s.Listen("0.0.0.0:0", "", ""))(t)
	run(t, s, l)
	_, port, _ := net.SplitHostPort(l.Addr().String())
	if s.Links() != nil {
		t.Error("there are links")
	}
	at := &site{base: "http://127.0.0.1:" + port}
	at.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	as := func(user string) func(*http.Request) {
		return func(r *http.Request) {
			r.Host = "hub.example.org"
			r.Header.Set("Test-User", user)
			if r.Method == http.MethodPost {
				r.Header.Set("Origin", "https://hub.example.org")
			}
		}
	}
	page := at.do(t, "GET", "/services/review/mark/plot/1/s01", nil, as("eve"))
	if page.status != http.StatusOK || !strings.Contains(page.body, `action="/services/review/mark/plot/1/s01"`) || !strings.Contains(page.body, `src="/services/review/app.js"`) {
		t.Errorf("%d %s", page.status, page.body)
	}
	_, rest, _ := strings.Cut(page.body, `data-csrf="`)
	f := form("1", "0", "csrf", rest[:strings.Index(rest, `"`)])
	if r := at.do(t, "POST", "/services/review/mark/plot/1/s01", f, as("max")); r.status != http.StatusForbidden {
		t.Errorf("another user's token: %d", r.status)
	}
	if r := at.do(t, "POST", "/services/review/mark/plot/1/s01", f, as("eve")); r.status != http.StatusSeeOther || !strings.HasPrefix(r.header.Get("Location"), "/services/review/mark/") {
		t.Errorf("%d %s", r.status, r.header.Get("Location"))
	}
	wantMark(t, c.mark(t, "s01", "plot"), "1|eve|")
	for name, r := range map[string]reply{
		"nobody":       at.do(t, "GET", "/services/review/", nil, as("")),
		"its own host": at.do(t, "GET", "/services/review/", nil, func(r *http.Request) { r.Header.Set("Test-User", "eve") }),
		"outside":      at.do(t, "GET", "/mark/plot/1/s01", nil, as("eve")),
		"a link":       at.do(t, "POST", "/services/review/login", url.Values{"token": {"x"}}, as("eve")),
	} {
		if want := map[string]int{"nobody": 302, "its own host": 421, "outside": 404, "a link": 401}[name]; r.status != want {
			t.Errorf("%s: %d, want %d", name, r.status, want)
		}
	}
}
