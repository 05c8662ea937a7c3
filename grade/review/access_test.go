package review_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/review"
)

// A link lets in once; what it gives is a cookie that scripts and other sites do not get.
func TestLinkWorksOnce(t *testing.T) {
	s := serve(t, newCourse(t).config)
	address, token, _ := strings.Cut(s.links["eve"], "#")
	if len(token) < 43 || address != s.base+"/login" || token == strings.Split(s.links["max"], "#")[1] {
		t.Fatalf("the link is %s", s.links["eve"])
	}
	if r := s.get(t, "/login"); r.status != http.StatusOK { // fetching uses nothing up
		t.Errorf("login page: %d", r.status)
	}
	if r := s.post(t, "/login", url.Values{"token": {token[:42] + "x"}}); r.status != http.StatusUnauthorized || r.header.Get("Set-Cookie") != "" {
		t.Errorf("a wrong token: %d", r.status)
	}
	r := s.post(t, "/login", url.Values{"token": {token}})
	cookie := r.header.Get("Set-Cookie")
	for _, want := range []string{"HttpOnly", "SameSite=Strict", "Path=/"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("the cookie %q has no %s", cookie, want)
		}
	}
	if strings.Contains(cookie, token) || r.status != http.StatusSeeOther {
		t.Errorf("%d %s", r.status, cookie)
	}
	if r := s.post(t, "/login", url.Values{"token": {token}}); r.status != http.StatusUnauthorized {
		t.Errorf("the link worked twice: %d", r.status)
	}
}

// Nobody sees anything without a cookie, or with another server's.
func TestStrangersSeeNothing(t *testing.T) {
	c := newCourse(t)
	s := serve(t, c.config)
	other := serve(t, c.config).as(t, "eve")
	for _, path := range []string{"/", "/table", "/task/plot", "/mark/plot/1/s01", "/state/plot/1/s01", "/file/1/s01/1", "/frame/1/s01/" + strings.Repeat("0", 32), "/nothing"} {
		for name, r := range map[string]reply{"without": s.get(t, path), "other": s.do(t, "GET", path, nil, func(r *http.Request) { r.Header.Set("Cookie", other.cookie) })} {
			if r.status != http.StatusUnauthorized || strings.Contains(r.body, "Lovelace") {
				t.Errorf("%s, %s: %d\n%s", path, name, r.status, r.body)
			}
		}
	}
	for _, path := range []string{"/mark/plot/1/s01", "/phrase/plot", "/drop/plot", "/link", "/logout"} {
		if r := s.post(t, path, url.Values{"points": {"1"}, "revision": {"0"}, "version": {"1"}}); r.status != http.StatusUnauthorized {
			t.Errorf("%s: %d", path, r.status)
		}
	}
}

// Another link is made for whoever is in; who logs out is out.
func TestAnotherLinkAndLogout(t *testing.T) {
	s := serve(t, newCourse(t).config)
	eve := s.as(t, "eve")
	token := regexp.MustCompile(`/login#([\w-]+)`).FindStringSubmatch(eve.post(t, "/link", url.Values{}).body)
	if token == nil {
		t.Fatal("no link")
	}
	if r := s.post(t, "/login", url.Values{"token": {token[1]}}); r.status != http.StatusSeeOther {
		t.Errorf("the other link: %d", r.status)
	}
	eve.post(t, "/logout", url.Values{})
	if r := eve.get(t, "/"); r.status != http.StatusUnauthorized {
		t.Errorf("after logging out: %d", r.status)
	}
}

// Requests that other sites could cause are refused, each for its own reason.
func TestForeignRequests(t *testing.T) {
	c := newCourse(t)
	s := serve(t, c.config).as(t, "eve")
	form := func() url.Values {
		return url.Values{"points": {"1"}, "revision": {"0"}, "version": {"1"}, "comment": {""}, "csrf": {s.csrf}}
	}
	set := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	port := s.base[strings.LastIndex(s.base, ":"):]
	host := func(name string) func(*http.Request) { return func(r *http.Request) { r.Host = name } }
	for name, one := range map[string]struct {
		method string
		change func(*http.Request)
		form   url.Values
		want   int
	}{
		"rebound host":       {"GET", host("evil.example" + port), nil, http.StatusMisdirectedRequest},
		"rebound host, post": {"POST", host("evil.example" + port), form(), http.StatusMisdirectedRequest},
		"host without port":  {"GET", host("127.0.0.1"), nil, http.StatusMisdirectedRequest},
		"other port":         {"GET", host("127.0.0.1:1"), nil, http.StatusMisdirectedRequest},
		"localhost":          {"GET", host("localhost" + port), nil, http.StatusOK},
		"no origin":          {"POST", func(r *http.Request) { r.Header.Del("Origin") }, form(), http.StatusForbidden},
		"null origin":        {"POST", set("Origin", "null"), form(), http.StatusForbidden},
		"other origin":       {"POST", set("Origin", "http://evil.example"), form(), http.StatusForbidden},
		"other port's":       {"POST", set("Origin", "http://127.0.0.1:1"), form(), http.StatusForbidden},
		"https origin":       {"POST", set("Origin", strings.Replace(s.base, "http:", "https:", 1)), form(), http.StatusForbidden},
		"localhost's":        {"POST", set("Origin", "http://localhost"+port), form(), http.StatusForbidden}, // the host says 127.0.0.1
		"subresource":        {"GET", set("Sec-Fetch-Site", "cross-site"), nil, http.StatusForbidden},
		"same-site":          {"GET", set("Sec-Fetch-Site", "same-site"), nil, http.StatusForbidden},
		"no token":           {"POST", nil, url.Values{"points": {"1"}}, http.StatusForbidden},
		"wrong token":        {"POST", nil, url.Values{"points": {"1"}, "csrf": {s.csrf + "x"}}, http.StatusForbidden},
		"multipart":          {"POST", set("Content-Type", "multipart/form-data; boundary=x"), form(), http.StatusUnsupportedMediaType},
		"text":               {"POST", set("Content-Type", "text/plain"), form(), http.StatusUnsupportedMediaType},
		"large":              {"POST", nil, url.Values{"csrf": {s.csrf}, "comment": {strings.Repeat("x", 300<<10)}}, http.StatusRequestEntityTooLarge},
		"put":                {"PUT", nil, nil, http.StatusMethodNotAllowed},
	} {
		if r := s.do(t, one.method, "/mark/plot/1/s01", one.form, one.change); r.status != one.want {
			t.Errorf("%s: %d, want %d\n%s", name, r.status, one.want, r.body)
		}
	}
	if m := c.mark(t, "s01", "plot"); m.Revision != 0 {
		t.Errorf("one of them has marked: %+v", m)
	}
	if r := s.post(t, "/mark/plot/1/s01", form()); r.status != http.StatusSeeOther || c.mark(t, "s01", "plot").Revision != 1 {
		t.Errorf("the genuine one: %d", r.status)
	}
}

// A token in the form of one session is none in another's.
func TestTokensAreSessions(t *testing.T) {
	c := newCourse(t)
	s := serve(t, c.config)
	eve, max := s.as(t, "eve"), s.as(t, "max")
	eve.csrf = max.csrf
	if r := eve.post(t, "/mark/plot/1/s01", url.Values{"points": {"1"}, "revision": {"0"}, "version": {"1"}}); r.status != http.StatusForbidden {
		t.Errorf("%d", r.status)
	}
}

// All answers keep browsers from guessing, keeping and framing; ours admit our own script alone, by a nonce that is new each time.
func TestHeaders(t *testing.T) {
	s := serve(t, newCourse(t).config).as(t, "eve")
	nonces := map[string]bool{}
	for _, path := range []string{"/", "/table", "/mark/plot/1/s01", "/mark/discuss/1/s01", "/login", "/nothing", "/style.css", "/app.js", "/state/plot/1/s01"} {
		r := s.get(t, path)
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin"} {
			if got := r.header.Get(name); got != want {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
		policy := r.header.Get("Content-Security-Policy")
		nonce := regexp.MustCompile(`script-src 'nonce-([\w-]{43})';`).FindStringSubmatch(policy)
		if nonce == nil || nonces[nonce[1]] || strings.Contains(policy, "unsafe") || !strings.HasPrefix(policy, "default-src 'none';") || !strings.Contains(policy, "frame-ancestors 'none'") || !strings.Contains(policy, "base-uri 'none'") {
			t.Errorf("%s: the policy is %q", path, policy)
			continue
		}
		nonces[nonce[1]] = true
		if bad := regexp.MustCompile(`(?i)<[^>]*\s(on\w+|style)\s*=|<script>|<style|javascript:|https?://(?:[^w]|w[^w])`).FindAllString(r.body, -1); bad != nil && path != "/app.js" && path != "/style.css" {
			t.Errorf("%s has %q", path, bad)
		}
	}
}

func TestWhereItListens(t *testing.T) {
	c := newCourse(t).config
	for addr, want := range map[string]string{"127.0.0.1:0": "", "localhost:0": "", "[::1]:0": "?", "0.0.0.0:0": "--tls-cert", ":0": "--tls-cert", "192.0.2.1:0": "--tls-cert", "nonsense": "HOST:PORT"} {
		s := must(review.New(c))(t)
		l, err := s.Listen(addr, "", "")
		if err == nil {
			l.Close()
		}
		if want != "?" && (want == "") != (err == nil) || err != nil && want != "?" && !strings.Contains(err.Error(), want) { // not every machine has ::1
			t.Errorf("%s: %v, want %q", addr, err, want)
		}
	}
	s := must(review.New(c))(t)
	if _, err := s.Listen("127.0.0.1:0", "cert.pem", ""); err == nil || !strings.Contains(err.Error(), "both") {
		t.Errorf("a certificate without its key: %v", err)
	}
}

func TestConfigRefused(t *testing.T) {
	good := newCourse(t).config
	for name, change := range map[string]func(*review.Config){
		"no tutor":      func(c *review.Config) { c.Tutors = nil },
		"tutor twice":   func(c *review.Config) { c.Tutors = []string{"eve", "eve"} },
		"tutor unnamed": func(c *review.Config) { c.Tutors = []string{" "} },
		"no sheet":      func(c *review.Config) { c.Rule.Sheet = "" },
		"share":         func(c *review.Config) { c.Share = 9 },
		"prefix":        func(c *review.Config) { c.Prefix = "review" },
		"hub": func(c *review.Config) {
			c.Hub = func(http.ResponseWriter, *http.Request) (string, bool) { return "", false }
		},
	} {
		c := good
		change(&c)
		if _, err := review.New(c); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
