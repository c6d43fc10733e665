// Package outfile writes the files that a person asked for, in a folder of theirs:
// whole or not at all, under a name that nothing else has while they are written.
//
// It owns those names, and takes away what programs that were killed left of them.
// It must not know what is written, nor what is said of an error: its errors are
// the system's.
package outfile
