// Package assemble puts the rooms of the house together: a profile's folder
// becomes a desk, a data folder becomes a central. The programs share it, so
// that each of them stays a thin face.
//
// It owns default folders, which implementation stands behind which interface,
// and what is opened and closed in which order. It must not know about screens,
// and it decides nothing that a person sees.
package assemble
