// Package plain writes a document as text that needs no program of its own:
// Markdown (CommonMark), a web page, plain text.
//
// It owns how each marks a title, a list, a word in relief, and what of a text
// must be escaped. It must not know about stores, screens or rules.
package plain
