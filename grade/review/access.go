package review

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"sync"
)

// access knows who may come in: by links that work once, and by the cookies that they are exchanged for. Of both it keeps hashes.
type access struct {
	mu       sync.Mutex
	links    map[[32]byte]string // → tutor
	sessions map[[32]byte]string
	secret   []byte // of this start, for tokens in forms
	cookie   string // its name: servers on other ports of the same host have others
}

// The limits of what is kept.
const (
	maxSessions = 1000
	maxLinks    = 1000
)

func newAccess() *access {
	a := &access{links: map[[32]byte]string{}, sessions: map[[32]byte]string{}, secret: make([]byte, 32)}
	rand.Read(a.secret) // never fails
	a.cookie = "review_" + hex.EncodeToString(a.secret[:4])
	a.secret = append([]byte{}, a.sum("forms")...)
	return a
}

func (a *access) sum(text string) []byte {
	h := hmac.New(sha256.New, a.secret)
	h.Write([]byte(text))
	return h.Sum(nil)
}

// token is one that nobody guesses: 256 bits.
func token() string {
	b := make([]byte, 32)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

// link makes a token for a tutor that works once; empty if there are too many that nobody has used.
func (a *access) link(tutor string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.links) >= maxLinks {
		return ""
	}
	t := token()
	a.links[sha256.Sum256([]byte(t))] = tutor
	return t
}

// exchange uses a link's token up and returns the value of a cookie.
func (a *access) exchange(t string) (value string, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	h := sha256.Sum256([]byte(t))
	tutor, ok := a.links[h]
	if !ok || len(a.sessions) >= maxSessions {
		return "", false
	}
	delete(a.links, h)
	value = token()
	a.sessions[sha256.Sum256([]byte(value))] = tutor
	return value, true
}

// who returns the tutor that a request's cookie belongs to, and what stands for the session in forms.
func (a *access) who(r *http.Request) (tutor, session string, ok bool) {
	c, err := r.Cookie(a.cookie)
	if err != nil {
		return "", "", false
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	tutor, ok = a.sessions[sha256.Sum256([]byte(c.Value))]
	return tutor, c.Value, ok
}

// end forgets the session of a request.
func (a *access) end(r *http.Request) {
	if c, err := r.Cookie(a.cookie); err == nil {
		a.mu.Lock()
		defer a.mu.Unlock()
		delete(a.sessions, sha256.Sum256([]byte(c.Value)))
	}
}

// form is the token in the forms of a session.
func (a *access) form(session string) string {
	return base64.RawURLEncoding.EncodeToString(a.sum("form " + session))
}

// genuine tells whether a form's token is the session's.
func (a *access) genuine(session, got string) bool {
	return hmac.Equal([]byte(got), []byte(a.form(session)))
}
