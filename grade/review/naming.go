package review

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"strings"
	"unicode"

	"github.com/gensci/gensci/grade/book"
)

// naming is how students are called on pages and in addresses.
type naming struct {
	key       []byte
	anonymous bool
}

// of returns the name of a student on pages and in addresses.
func (n naming) of(s book.Student) (name, address string) {
	if n.anonymous {
		p := n.pseudonym(s.ID)
		return "Student " + p, p
	}
	if shown := printable(s.Name); shown != "" && shown != s.ID {
		return shown + " (" + s.ID + ")", s.ID
	}
	return s.ID, s.ID
}

// printable is a name without characters that control terminals or the direction of writing.
func printable(name string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return -1
		}
		return r
	}, name))
}

// letters are those that nobody takes for each other.
var letters = base32.NewEncoding("ABCDEFGHJKLMNPQRSTUVWXYZ23456789").WithPadding(base32.NoPadding)

// pseudonym is the same for a student as long as the course has its key. Eight letters: among a thousand students two have the same with a
// probability below one in a million.
func (n naming) pseudonym(id string) string {
	h := hmac.New(sha256.New, n.key)
	h.Write([]byte("pseudonym " + id))
	return letters.EncodeToString(h.Sum(nil)[:5])
}
