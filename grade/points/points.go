package points

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// Points is a number of points, exactly. The zero value is 0. Values are never changed once they are made and may be copied.
type Points struct{ rat *big.Rat }

// maxLength bounds what Parse reads: the longest sums of real sheets have a dozen characters.
const maxLength = 40

// Of returns n points.
func Of(n int64) Points { return Points{big.NewRat(n, 1)} }

// Half returns half a point.
func Half() Points { return Points{big.NewRat(1, 2)} }

// Parse reads "3", "2.5", "-1.25" or "1/3". The error says what is wrong with the text.
func Parse(text string) (Points, error) {
	if err := check(text); err != nil {
		return Points{}, err
	}
	rat, ok := new(big.Rat).SetString(text)
	if !ok {
		return Points{}, fmt.Errorf("%q is no number of points; write 3, 2.5 or 1/3", text)
	}
	return Points{rat}, nil
}

// check refuses what big.Rat would read but nobody means.
func check(text string) error {
	switch digits := strings.TrimPrefix(text, "-"); {
	case len(text) > maxLength:
		return fmt.Errorf("a number of points of %d characters is too long", len(text))
	case strings.ContainsRune(text, ','):
		return fmt.Errorf("%q has a decimal comma; write a point", text)
	case digits == "" || strings.Trim(digits, "0123456789./") != "" || strings.Trim(digits, "./") != digits:
		return fmt.Errorf("%q is no number of points; write 3, 2.5 or 1/3", text)
	}
	return nil
}

// Must is Parse for texts of the program itself; it panics where Parse errs.
func Must(text string) Points {
	p, err := Parse(text)
	if err != nil {
		panic(err)
	}
	return p
}

// value is the number; the zero Points have none of their own.
func (p Points) value() *big.Rat {
	if p.rat == nil {
		return new(big.Rat)
	}
	return p.rat
}

// Plus returns p + q.
func (p Points) Plus(q Points) Points { return Points{new(big.Rat).Add(p.value(), q.value())} }

// Minus returns p − q.
func (p Points) Minus(q Points) Points { return Points{new(big.Rat).Sub(p.value(), q.value())} }

// Times returns p · q.
func (p Points) Times(q Points) Points { return Points{new(big.Rat).Mul(p.value(), q.value())} }

// Over returns p/q; q must not be zero.
func (p Points) Over(q Points) (Points, error) {
	if q.Sign() == 0 {
		return Points{}, errors.New("points cannot be divided by zero")
	}
	return Points{new(big.Rat).Quo(p.value(), q.value())}, nil
}

// Cmp returns -1, 0 or 1 as p is less than, equal to or more than q.
func (p Points) Cmp(q Points) int { return p.value().Cmp(q.value()) }

// Sign returns -1, 0 or 1 as p is negative, zero or positive.
func (p Points) Sign() int { return p.value().Sign() }

// Sum returns the sum of all.
func Sum(all ...Points) Points {
	var sum Points
	for _, p := range all {
		sum = sum.Plus(p)
	}
	return sum
}

// String writes p as a decimal if that is exact in at most ten places, else as a fraction. Parse reads it back.
func (p Points) String() string {
	if places, exact := p.value().FloatPrec(); exact && places <= 10 {
		return p.value().FloatString(places)
	}
	return p.value().RatString()
}

// Percent writes p as a percentage with one decimal, rounded down, so that nothing below one half reads as 50.0 %.
func (p Points) Percent() string {
	tenths := new(big.Rat).Mul(p.value(), big.NewRat(1000, 1))
	floor := new(big.Int).Div(tenths.Num(), tenths.Denom()) // Euclidean: rounds down, since the denominator is positive
	return Points{new(big.Rat).SetFrac(floor, big.NewInt(10))}.fixed() + " %"
}

func (p Points) fixed() string { return p.value().FloatString(1) }

// MarshalText writes p as String does, so that JSON has points as text.
func (p Points) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what Parse reads.
func (p *Points) UnmarshalText(text []byte) error {
	read, err := Parse(string(text))
	if err != nil {
		return err
	}
	*p = read
	return nil
}
