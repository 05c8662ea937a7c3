package cell

import "go/token"

// Piece is a declaration or a statement at the outermost level of a cell, with the comments before it.
type Piece struct {
	Kind        token.Token // its first token: IMPORT, CONST, TYPE, VAR, FUNC, or a statement's
	Declaration bool        // whether it may stand outside of functions
	Start, End  int         // bytes of the code
}

// Outermost splits Go code (Parts.Code) into its outermost pieces. It accepts every text: what is inside of a piece is not looked at.
func Outermost(code string) []Piece {
	var pieces []Piece
	for _, c := range chunks(code, 0, len(code)) {
		p := Piece{Kind: c.kind, Start: c.start, End: c.end}
		switch c.kind {
		case token.IMPORT, token.CONST, token.TYPE, token.VAR:
			p.Declaration = true
		case token.FUNC:
			p.Declaration = c.named || c.method
		}
		pieces = append(pieces, p)
	}
	return pieces
}
