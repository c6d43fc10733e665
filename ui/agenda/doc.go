// Package agenda is the area of the person's own sittings: their list, the page
// of one with its agenda, papers, private notes and outcomes, and a paper that is
// read clause by clause.
//
// It owns those screens alone. What a sitting is and what is kept of it the
// council says; an outcome becomes an event of an act by the desk's command.
package agenda
