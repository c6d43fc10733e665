// Package faultlink is a network that breaks on purpose: a RoundTripper and a
// connection that lose, cut, delay, double or falsify what passes, by a plan
// or by a seed. It knows nothing of what travels through it.
package faultlink
