// Package uitest is a screen as its tests see it: the words in sight, buttons
// and rows to press, and work that comes back when the test is ready for it.
//
// It owns no screen and knows no area; only tests enter it.
package uitest
