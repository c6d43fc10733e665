// Package docx writes a document as a word processor's file (Office Open XML,
// ECMA-376): paragraphs in named styles, numbered lists, a footer with page
// numbers.
//
// It owns the form of the file. What stands in it, and how it looks, is
// document's. It must not know about stores, screens or rules.
package docx
