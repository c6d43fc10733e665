// Package settings is the screen "Impostazioni": one's council and account, what
// is kept offline, the look, the data on this computer, diagnosis and credits.
//
// It must not know where anything is kept: it asks the desk, and the program
// for what only the program can do.
package settings
