// Package drafts is the screen "Bozze": acts in the making, written by clauses
// that behave like one sheet, with what is missing before they leave, their
// former versions, the preview as pages, and the two doors out: publishing in
// the library and filing in the council.
//
// It owns the sheet (a pure model of clauses, caret and history) and its view,
// and saves by itself. It must not know how a draft is kept, sent or exported:
// it asks the desk.
//
// To add a tab to the side: write aside_<x>.go with a type that fulfils asideTab
// (most embed an asideList and read through readAside), name it among the tabs'
// constants, and list it in asideTabs; a command in commands.go opens it by
// page.showTab. A tab that has nothing to show yet is not listed.
package drafts
