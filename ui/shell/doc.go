// Package shell is the window: rail, pages, history, menu, palette, status line
// and the assistant of the first run.
//
// It owns where one is and how one goes elsewhere. It must not know what a page
// shows, nor touch a store or the network: it asks the desk.
package shell
