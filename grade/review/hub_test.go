package review_test

import (
	"context"
	"encoding/json"
	"maps"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/review"
)

// fakeHub answers as a JupyterHub does: one code a login, one token a code.
func fakeHub(t *testing.T, user string, scopes ...string) *httptest.Server {
	t.Helper()
	m := http.NewServeMux()
	m.HandleFunc("POST /hub/api/oauth2/token", func(w http.ResponseWriter, r *http.Request) {
		for name, want := range map[string]string{"client_id": "service-review", "client_secret": "api-token", "grant_type": "authorization_code", "code": "the-code", "redirect_uri": "/services/review/oauth_callback"} {
			if got := r.PostFormValue(name); got != want {
				http.Error(w, name+" is "+got, http.StatusBadRequest)
				return
			}
		}
		_ = json.NewEncoder(w).Encode(map[string]string{"access_token": "user-token"})
	})
	m.HandleFunc("GET /hub/api/user", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "token user-token" {
			http.Error(w, "who?", http.StatusForbidden)
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"name": user, "scopes": scopes})
	})
	s := httptest.NewServer(m)
	t.Cleanup(s.Close)
	return s
}

func environment(api string) map[string]string {
	return map[string]string{
		"JUPYTERHUB_API_URL": api + "/hub/api", "JUPYTERHUB_API_TOKEN": "api-token", "JUPYTERHUB_CLIENT_ID": "service-review", "JUPYTERHUB_BASE_URL": "/",
		"JUPYTERHUB_OAUTH_CALLBACK_URL": "/services/review/oauth_callback", "JUPYTERHUB_SERVICE_PREFIX": "/services/review/", "JUPYTERHUB_SERVICE_NAME": "review",
	}
}

const access = "access:services!service=review"

// Whom the hub lets use the service comes in; others don't, whatever they bring.
func TestJupyterHub(t *testing.T) {
	for name, one := range map[string]struct {
		user, code string
		scopes     []string
		tutors     []string
		change     func(*url.Values)
		want       int
	}{
		"a tutor":            {"eve", "the-code", []string{access}, nil, nil, http.StatusOK},
		"an administrator":   {"root", "the-code", []string{"access:services"}, nil, nil, http.StatusOK},
		"one of those named": {"eve", "the-code", []string{access}, []string{"eve"}, nil, http.StatusOK},
		"none of those":      {"eve", "the-code", []string{access}, []string{"max"}, nil, http.StatusForbidden},
		"a student":          {"ada", "the-code", []string{"access:services!service=other", "self"}, nil, nil, http.StatusForbidden},
		"a wrong code":       {"eve", "guessed", []string{access}, nil, nil, http.StatusForbidden},
		"another's login":    {"eve", "the-code", []string{access}, nil, func(q *url.Values) { q.Set("state", strings.Repeat("A", 43)) }, http.StatusForbidden},
		"no state":           {"eve", "the-code", []string{access}, nil, func(q *url.Values) { q.Del("state") }, http.StatusForbidden},
	} {
		env := environment(fakeHub(t, one.user, one.scopes...).URL)
		hub := must(review.NewJupyterHub(func(name string) string { return env[name] }, one.tutors))(t)
		at := behind(t, hub)
		begin := at.get(t, "/services/review/table")
		u := must(url.Parse(begin.header.Get("Location")))(t)
		if begin.status != http.StatusFound || u.Path != "/hub/api/oauth2/authorize" || u.Query().Get("client_id") != "service-review" || u.Query().Get("response_type") != "code" {
			t.Fatalf("%s: %d %s", name, begin.status, u)
		}
		q := url.Values{"code": {one.code}, "state": {u.Query().Get("state")}}
		if one.change != nil {
			one.change(&q)
		}
		back := at.get(t, "/services/review/oauth_callback?"+q.Encode())
		if back.status != one.want || (back.header.Get("Refresh") == "0; url=/services/review/") != (one.want == http.StatusOK) {
			t.Errorf("%s: %d %s", name, back.status, back.body)
		}
		page := at.get(t, "/services/review/table")
		if in := page.status == http.StatusOK && strings.Contains(page.body, `<span class="who">`+one.user); in != (one.want == http.StatusOK) {
			t.Errorf("%s: then %d", name, page.status)
		}
		if r := at.do(t, "POST", "/services/review/mark/plot/1/s01", form("1", "0"), func(r *http.Request) { r.Header.Set("Origin", "http://hub.example.org") }); r.status != http.StatusForbidden && r.status != http.StatusUnauthorized {
			t.Errorf("%s: a form without its token: %d", name, r.status)
		}
	}
}

// behind starts a server behind a hub; the client keeps cookies, and reaches the server by its public name.
func behind(t *testing.T, hub *review.JupyterHub) *site {
	t.Helper()
	c := newCourse(t).config
	c.Tutors, c.Hub, c.Prefix, c.Origin = nil, hub.Tutor, hub.Prefix, "http://hub.example.org"
	s := must(review.New(c))(t)
	l := must(s.Listen("127.0.0.1:0", "", ""))(t)
	run(t, s, l)
	at := &site{base: "http://hub.example.org"}
	at.Jar = must(cookiejar.New(nil))(t)
	at.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	dial := (&net.Dialer{}).DialContext
	at.Transport = &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return dial(ctx, network, l.Addr().String())
	}}
	return at
}

func TestJupyterHubIncomplete(t *testing.T) {
	full := environment("http://127.0.0.1:1")
	for missing := range full {
		env := maps.Clone(full)
		delete(env, missing)
		if _, err := review.NewJupyterHub(func(name string) string { return env[name] }, nil); err == nil || !strings.Contains(err.Error(), missing) {
			t.Errorf("without %s: %v", missing, err)
		}
	}
}
