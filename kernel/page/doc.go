// Package page writes executed notebooks as HTML pages that need nothing else. They have no scripts and load nothing, so they can be opened
// offline, mailed and archived; what cells wrote as HTML is left out for that reason.
//
//	err := page.Write("demo/index.html", page.Page{Title: "gensci demo", Notebooks: executed}) // results, then all figures under their headings
//	err = page.WriteNotebook("pages/22-flows.html", executed[0])                                // a notebook as a whole
//	err = page.WriteIndex("pages/index.html", page.Page{Title: "Lectures", Notebooks: executed}) // links to such pages
package page
