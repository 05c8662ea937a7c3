// Package review is the web page on which tutors mark by hand: one answer at a time beside its task and mark scheme, with the keyboard alone,
// several tutors at once.
//
//	s, err := review.New(review.Config{Book: b, Rule: rule, Sheet: sheet, Folder: "submissions", Tutors: []string{"eve", "max"}})
//	listener, err := s.Listen("127.0.0.1:0", "", "")
//	for _, l := range s.Links() { fmt.Println(l.Tutor, l.URL) }
//	err = s.Serve(ctx, listener)
//
// # Who gets in
//
// Each tutor has one link with a random token of 256 bits. It works once: the page that it opens exchanges the token for a cookie (HttpOnly,
// SameSite=Strict), which is good until the server ends; a tutor who wants a second browser makes another link on the page. The token stands
// behind the # of the address, so that it reaches no log and no other site, and whoever only fetches the link (as mail and chat programs do)
// doesn't use it up.
//
// The server listens on loopback, or with TLS, or behind a program that logs people in (Config.Hub); anything else is refused. Requests must
// name a host that the server goes by, those that change something must come from its own pages (Origin, and a token in the form). Nothing is
// cached.
//
// # What students hand in is hostile
//
// Markdown is rendered without its HTML; HTML and SVG are shown in frames that run no scripts and load nothing (the sandbox attribute, and a
// policy on what is in them); files are shown only if their content is a picture or a PDF, everything else is offered for saving. A PDF stands in
// a frame without the attribute, since browsers show none otherwise; the policy sandboxes it all the same. Our own pages have a policy that
// admits their own script and style alone, by nonces.
//
// # Two at once
//
// A mark names the revision that it replaces. If somebody else has marked meanwhile it is refused, both values are shown, and saving again
// puts one's own in the place of the other's, knowingly.
package review
