// Package drafting turns the text of an act into clauses and back, checks a
// draft before it leaves, and knows the bodies of the gazetteer and the words
// by which each kind of act asks for something.
//
// It owns the cues of Italian acts, the plain-text form of a draft and the
// findings of a check. It must not know about stores, networks or screens;
// what it finds leaves as codes with parameters. It never refuses a text:
// prose without cues is one introductory clause after another.
package drafting
