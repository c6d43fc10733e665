// Package samples is what tests of several rooms share: an act of an invented
// council, the parts of a packed file, the real acts that stand beside a
// checkout, and the outside checkers.
//
// It owns where those stand and what is said where they are missing: a test
// without real acts is skipped, for they never enter the project; one without a
// checker is skipped too, but not in CI, which has them all. No program may
// import it.
package samples
