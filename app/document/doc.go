// Package document lays an act out as pages: the neutral model of what is
// printed, Italian typography and hyphenation, line breaking over real font
// metrics, and where every word stands on which page.
//
// It owns the paper's look and the fonts. Writers (PDF and later others) and
// the preview paint its pages and decide nothing. It must not know about
// stores, screens or file formats.
package document
