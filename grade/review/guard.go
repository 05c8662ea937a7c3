package review

import (
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"
)

// maxForm bounds what a form sends: comments have up to 64 KB.
const maxForm = 256 << 10

// visit is a request of a tutor.
type visit struct {
	w           http.ResponseWriter
	r           *http.Request
	tutor, form string // who, and the token of the session's forms
	nonce       string
}

// failure is an answer that is no page: a status and one sentence.
type failure struct {
	status int
	text   string
}

func (f failure) Error() string { return f.text }

func refuse(status int, format string, args ...any) error {
	return failure{status, fmt.Sprintf(format, args...)}
}

// ServeHTTP lets in what names this server and, if it changes something, comes from its own pages.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	nonce := token()
	protect(w.Header(), nonce)
	if err := s.admissible(w, r); err != nil {
		s.fail(&visit{w: w, r: r, nonce: nonce}, err)
		return
	}
	http.StripPrefix(strings.TrimSuffix(s.Prefix, "/"), s.mux).ServeHTTP(w, r.WithContext(withNonce(r.Context(), nonce)))
}

// protect sets what holds for all answers; frames and files of students have stricter policies of their own.
func protect(h http.Header, nonce string) {
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'nonce-"+nonce+"'; style-src 'nonce-"+nonce+"'; img-src 'self' data:; frame-src 'self'; connect-src 'self'; "+
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("Cache-Control", "no-store")
}

func (s *Server) admissible(w http.ResponseWriter, r *http.Request) error {
	if !s.site.allows(r.Host) {
		return refuse(http.StatusMisdirectedRequest, "This server does not go by the name in the address.")
	}
	if !strings.HasPrefix(r.URL.Path, s.Prefix) {
		return refuse(http.StatusNotFound, "There is no such page.")
	}
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		if from := r.Header.Get("Sec-Fetch-Site"); from != "" && from != "same-origin" && from != "none" && r.Header.Get("Sec-Fetch-Mode") != "navigate" {
			return refuse(http.StatusForbidden, "Other sites get nothing from here.")
		}
		return nil
	case http.MethodPost:
	default:
		w.Header().Set("Allow", "GET, HEAD, POST")
		return refuse(http.StatusMethodNotAllowed, "Pages are read by GET and changed by POST.")
	}
	if !s.site.own(r.Header.Get("Origin"), r.Host) {
		return refuse(http.StatusForbidden, "What changes something must come from a page of this server.")
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		return refuse(http.StatusUnsupportedMediaType, "Forms are sent as application/x-www-form-urlencoded.")
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
			return refuse(http.StatusRequestEntityTooLarge, "A form has up to %d KB.", maxForm>>10)
		}
		return refuse(http.StatusBadRequest, "The form cannot be read.")
	}
	return nil
}

// knownOnly has a handler answer tutors only, and their genuine forms only.
func (s *Server) knownOnly(h func(*visit) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v := &visit{w: w, r: r, nonce: nonceOf(r.Context())}
		var session string
		var ok bool
		if s.Hub != nil {
			if v.tutor, ok = s.Hub(w, r); !ok {
				return
			}
			session = "hub " + v.tutor
		} else if v.tutor, session, ok = s.access.who(r); !ok {
			s.fail(v, refuse(http.StatusUnauthorized, "Come in by the link that gengrade review has printed for you. It works once: another one is printed when the page is started again."))
			return
		}
		v.form = s.access.form(session)
		if r.Method == http.MethodPost && !s.access.genuine(session, r.PostFormValue("csrf")) {
			s.fail(v, refuse(http.StatusForbidden, "The form is not one of this session: load the page again."))
			return
		}
		if err := h(v); err != nil {
			s.fail(v, err)
		}
	}
}

// fail answers with a sentence: as a page, or as JSON for a page's script.
func (s *Server) fail(v *visit, err error) {
	f := failure{http.StatusInternalServerError, err.Error()}
	errors.As(err, &f)
	if v.wantsJSON() {
		v.json(f.status, map[string]any{"error": f.text})
		return
	}
	s.page(v, f.status, "failure", f.text)
}

func (v *visit) wantsJSON() bool { return v.r.Header.Get("Accept") == "application/json" }

func (v *visit) json(status int, x any) {
	v.w.Header().Set("Content-Type", "application/json; charset=utf-8")
	v.w.WriteHeader(status)
	_ = json.NewEncoder(v.w).Encode(x) // whoever went away reads no error
}
