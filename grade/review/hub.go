package review

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// JupyterHub logs tutors in where the page is a service that a JupyterHub manages: those whom the hub gives access to the service, by its OAuth.
// Its method Tutor is a Hub.
//
// Reference: JupyterHub 5 and 6, "Services", https://jupyterhub.readthedocs.io/en/stable/reference/services.html
type JupyterHub struct {
	Prefix string // of the service: JUPYTERHUB_SERVICE_PREFIX
	Secure bool   // browsers see the hub by https

	api, token, client, callback, authorize, scope string
	tutors                                         []string
	mu                                             sync.Mutex
	sessions                                       map[[32]byte]hubSession // by the hash of the cookie
}

// hubSession is somebody who has come in. After a day the hub is asked again, which may have thought better of it.
type hubSession struct {
	user  string
	until time.Time
}

const hubDay = 24 * time.Hour

// NewJupyterHub reads what a hub tells its services by the environment. If tutors are named, nobody else comes in.
func NewJupyterHub(getenv func(string) string, tutors []string) (*JupyterHub, error) {
	h := &JupyterHub{tutors: tutors, sessions: map[[32]byte]hubSession{}}
	var base, name string
	for variable, to := range map[string]*string{
		"JUPYTERHUB_API_URL": &h.api, "JUPYTERHUB_API_TOKEN": &h.token, "JUPYTERHUB_CLIENT_ID": &h.client, "JUPYTERHUB_OAUTH_CALLBACK_URL": &h.callback,
		"JUPYTERHUB_BASE_URL": &base, "JUPYTERHUB_SERVICE_NAME": &name, "JUPYTERHUB_SERVICE_PREFIX": &h.Prefix,
	} {
		if *to = getenv(variable); *to == "" {
			return nil, fmt.Errorf("%s is not set: behind a hub the page is started by JupyterHub, as one of its services", variable)
		}
	}
	h.authorize = base + "hub/api/oauth2/authorize"
	h.scope = "access:services!service=" + name
	return h, nil
}

// The cookies: who is in, and what a login that has begun will come back with.
const (
	hubCookie   = "review_hub"
	stateCookie = "review_state"
)

// Tutor returns whom a request is from, or answers it.
func (h *JupyterHub) Tutor(w http.ResponseWriter, r *http.Request) (string, bool) {
	if c, err := r.Cookie(hubCookie); err == nil {
		h.mu.Lock()
		in := h.sessions[sha256.Sum256([]byte(c.Value))]
		h.mu.Unlock()
		if time.Now().Before(in.until) {
			return in.user, true
		}
	}
	switch {
	case r.URL.Path == "/oauth_callback" && r.Method == http.MethodGet:
		h.comeBack(w, r)
	case r.Method != http.MethodGet || r.Header.Get("Accept") == "application/json":
		http.Error(w, "You are logged out: load the page again.", http.StatusUnauthorized)
	default:
		state := token()
		h.cookie(w, stateCookie, state, http.SameSiteLaxMode) // Lax: who logs in at another site comes back from there
		http.Redirect(w, r, h.authorize+"?"+url.Values{"client_id": {h.client}, "redirect_uri": {h.callback}, "response_type": {"code"}, "state": {state}}.Encode(), http.StatusFound)
	}
	return "", false
}

func (h *JupyterHub) cookie(w http.ResponseWriter, name, value string, site http.SameSite) {
	age := 0 // until the browser ends
	if value == "" {
		age = -1
	}
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: h.Prefix, HttpOnly: true, Secure: h.Secure, SameSite: site, MaxAge: age})
}

// comeBack ends a login. It answers with a page and no redirect, since a browser that comes from another site would not send a strict cookie along.
func (h *JupyterHub) comeBack(w http.ResponseWriter, r *http.Request) {
	began, err := r.Cookie(stateCookie)
	if err != nil || began.Value == "" || subtle.ConstantTimeCompare([]byte(began.Value), []byte(r.URL.Query().Get("state"))) != 1 {
		http.Error(w, "This login was not begun in this browser: open the page again.", http.StatusForbidden)
		return
	}
	h.cookie(w, stateCookie, "", http.SameSiteLaxMode)
	user, err := h.user(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusForbidden)
		return
	}
	value := token()
	h.mu.Lock()
	if len(h.sessions) >= maxSessions { // an old one has to go, whichever
		for one := range h.sessions {
			delete(h.sessions, one)
			break
		}
	}
	h.sessions[sha256.Sum256([]byte(value))] = hubSession{user, time.Now().Add(hubDay)}
	h.mu.Unlock()
	h.cookie(w, hubCookie, value, http.SameSiteStrictMode)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Refresh", "0; url="+h.Prefix)
	_, _ = io.WriteString(w, "<!DOCTYPE html><title>Coming in</title>Coming in …") // whoever went away reads no error
}

// user asks the hub who has logged in, and whether they may use this service.
func (h *JupyterHub) user(r *http.Request) (string, error) {
	var granted struct {
		Token string `json:"access_token"`
	}
	form := url.Values{"client_id": {h.client}, "client_secret": {h.token}, "grant_type": {"authorization_code"}, "code": {r.URL.Query().Get("code")}, "redirect_uri": {h.callback}}
	ask, err := http.NewRequestWithContext(r.Context(), http.MethodPost, h.api+"/oauth2/token", strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	ask.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if err = hear(ask, &granted); err != nil || granted.Token == "" {
		return "", errors.New("the hub does not confirm this login: open the page again")
	}
	var who struct {
		Name   string   `json:"name"`
		Scopes []string `json:"scopes"`
	}
	if ask, err = http.NewRequestWithContext(r.Context(), http.MethodGet, h.api+"/user", nil); err != nil {
		return "", err
	}
	ask.Header.Set("Authorization", "token "+granted.Token)
	if err = hear(ask, &who); err != nil || who.Name == "" {
		return "", errors.New("the hub does not say who you are: open the page again")
	}
	if !slices.Contains(who.Scopes, h.scope) && !slices.Contains(who.Scopes, "access:services") || len(h.tutors) > 0 && !slices.Contains(h.tutors, who.Name) {
		return "", fmt.Errorf("%s is not one of those who mark", who.Name)
	}
	return who.Name, nil
}

// hub is how the hub is asked; it never sends anybody elsewhere.
var hub = &http.Client{Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// hear sends a request to the hub and reads the JSON of its answer.
func hear(r *http.Request, into any) error {
	answer, err := hub.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the hub answers %s", answer.Status)
	}
	return json.NewDecoder(io.LimitReader(answer.Body, 1<<20)).Decode(into)
}
