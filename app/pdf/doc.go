// Package pdf writes laid-out pages as a PDF file: a painter over gofpdf, and a
// finisher that adds what gofpdf leaves out (outline, metadata that is
// referenced, language, identifiers, names of font subsets).
//
// It owns gofpdf and the form of the file. It decides nothing that a reader
// sees: that is document's. It must not know about stores, screens or rules.
package pdf
