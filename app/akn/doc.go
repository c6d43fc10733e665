// Package akn writes acts as Akoma Ntoso 3.0 and reads it: for machines, such as
// an archive, a parliament's portal or another program.
//
// It owns the mapping between an act's clauses and the elements of the standard
// (OASIS, 29 August 2018), with the names it uses in Italy and an element of our
// own for what the standard has no place for. What it writes validates; what it
// wrote it reads back as it was; of other people's files it takes what it knows,
// those of the Senate among them, and loses no word. It must not know about
// stores, screens or files.
package akn
