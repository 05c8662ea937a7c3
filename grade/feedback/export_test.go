package feedback

// For tests of the package from outside.
const HiddenPrefix = hiddenPrefix

var InTwoSteps = inTwoSteps
