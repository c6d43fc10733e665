// Package spelling finds words of an act that are written wrongly and proposes
// others, offline.
//
// It owns the Italian dictionary, what Italian writes with apostrophes and
// accents, and what is no word at all: codes, citations, addresses, names of
// places. It must not know about stores, screens or networks; what it finds
// leaves as places and codes.
//
// A word is looked up by taking its endings off: writing out the forms of the
// dictionary, three million with their elisions, would cost a hundred times the
// memory.
package spelling
