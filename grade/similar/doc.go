// Package similar finds pairs of hand-ins that are alike beyond what everybody was given.
//
//	pairs := similar.Compare(works, known, similar.Options{})
//	similar.Table(os.Stdout, pairs)
//	page, err := similar.Page("22-flows", pairs)
//
// # How
//
// Code becomes tokens in which names that the author chose, literals and comments are gone, and := is =; what stays is the form, and the names of
// what libraries offer. Words in answers become lower-case letters. Of all runs of k tokens within a declaration, k = 8 (of k = 5 words in an answer), those with the
// smallest hash in each window of 4 are fingerprints (robust winnowing: Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for document
// fingerprinting", SIGMOD 2003, section 3). So each run of 11 tokens (8 words) that two hand-ins share has a fingerprint in both, wherever it stands: renaming
// and reordering change nothing, and a changed statement changes its neighbourhood alone. From each fingerprint that is shared the match is extended
// token by token.
//
// What stands in the release, or in the reference solution, is taken out; so is what more than a share of all hand-ins have (Options.Common). The
// share of A is the part of what is left of it that B has too.
//
// # What it says, and what it does not
//
// There are few ways to write a short function, so few tokens that are alike say nothing: under 60 (25 words) a pair is not listed. What is listed is for a
// person to look at, with the places side by side. It proves nothing.
package similar
