// Package acts is the screen "Atti": the library of acts with its facets and
// its search, the act that is being read as a page with its history, its
// discussion and its descent, and what one may do with it.
//
// It must not know where acts are kept or how anything travels: it asks the
// desk, which also says what this person may do.
package acts
