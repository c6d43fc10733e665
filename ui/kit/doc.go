// Package kit is the house style of the desktop: theme, texts, and the widgets
// that every area is built from. It owns how things look, how they answer to
// the keyboard and how work leaves and re-enters the screen; it must not know
// any use case, store or network.
package kit
