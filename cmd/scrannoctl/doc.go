// Command scrannoctl is the desk in a terminal, for people and for scripts: the
// same profile, store and rules as the window, without a display.
//
// It owns what is typed and what is printed: arguments, exit codes, the JSON
// that scripts rely on. What happens is the desk's; it must not know about
// stores, SQL or the network.
package main
