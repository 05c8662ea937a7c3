// Package page writes executed notebooks as one HTML page that needs nothing else: a table of results, then each
// notebook's figures under its headings. The page has no scripts and loads nothing, so it can be opened offline,
// mailed and archived; what cells wrote as HTML is left out for that reason.
//
//	err := page.Write("demo/index.html", page.Page{Title: "gensci demo", Notebooks: executed})
package page
