package rules

var (
	Added   = added
	Amended = amended
)
