// Package spaces is the screen "Comunità": the spaces one may read, their
// threads with what is unread, a conversation with its composer. All of it
// works without a network.
//
// It must not know how posts travel: it asks the desk.
package spaces
