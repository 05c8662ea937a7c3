// Package pdf prints HTML pages (package page) as PDF files, by a browser that is on the machine: Chromium, Chrome, Edge or one that is built from them.
//
//	browser, err := pdf.Find()                                      // an error says which were looked for
//	err = browser.Print(ctx, html, "pages/22-flows.pdf")
//
// The page says itself how it is to be printed, in its style (@page, @media print). The browser gets a profile of its own, which is removed, and
// reaches no network: pages load nothing.
package pdf
