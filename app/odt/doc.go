// Package odt writes a document as an OpenDocument text (ODF 1.2, ISO/IEC
// 26300): paragraphs in named styles, numbered lists, a footer with page
// numbers.
//
// It owns the form of the file. What stands in it, and how it looks, is
// document's. It must not know about stores, screens or rules.
package odt
