// Package today is the screen "Oggi": what waits or was refused, what is unread,
// the drafts at hand and the newest acts; where there is nothing yet, how to
// begin.
//
// It gathers what other screens hold and must not hold anything itself.
package today
