package review

import "net/http"

// showLogin is the page that a link opens: its script sends the token that stands behind the #.
func (s *Server) showLogin(w http.ResponseWriter, r *http.Request) {
	s.page(&visit{w: w, r: r, nonce: nonceOf(r.Context())}, http.StatusOK, "login", nil)
}

// login exchanges a link's token for a cookie.
func (s *Server) login(w http.ResponseWriter, r *http.Request) {
	v := &visit{w: w, r: r, nonce: nonceOf(r.Context())}
	value, ok := s.access.exchange(r.PostFormValue("token"))
	if !ok || s.Hub != nil {
		s.fail(v, refuse(http.StatusUnauthorized, "This link has been used, or belongs to a server that has ended."))
		return
	}
	http.SetCookie(w, &http.Cookie{Name: s.access.cookie, Value: value, Path: s.Prefix, HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: s.site.scheme == "https"})
	http.Redirect(w, r, s.at(""), http.StatusSeeOther)
}

// newLink makes another link for the tutor who asks: for another browser.
func (s *Server) newLink(v *visit) error {
	if s.Hub != nil {
		return refuse(http.StatusNotFound, "Behind a hub nobody needs a link.")
	}
	s.page(v, http.StatusOK, "link", s.linkFor(v.tutor, v.r.Host))
	return nil
}

func (s *Server) logout(v *visit) error {
	s.access.end(v.r)
	http.SetCookie(v.w, &http.Cookie{Name: s.access.cookie, Path: s.Prefix, MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: s.site.scheme == "https"})
	s.page(&visit{w: v.w, r: v.r, nonce: v.nonce}, http.StatusOK, "failure", "You are logged out.")
	return nil
}
