// Package outbox is the screen "In uscita": every command that has not been
// accepted yet, in words, what was refused with its reason and ways on, and
// what has arrived.
//
// It must not know how anything is sent: it asks the desk.
package outbox
