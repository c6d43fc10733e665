// Package storetest is the exam that every store takes: whoever implements an
// interface of the desk or of the central hands a constructor over and gets the
// tests. It owns the promises that the interfaces make in words.
//
// It must not know which store is being examined.
package storetest
