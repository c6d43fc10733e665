// Package deskdb is the desk's copy on the disk: one SQLite file per profile,
// with the records of the channels it keeps, what waits drawn upon them, the
// outbox, the drafts, the cursors and the index of acts and posts; beside it a
// journal of drafts and outbox from which a damaged file is made anew.
//
// A page is one transaction, and so is everything a person does. Rules are
// civic's: this room asks them what to draw and never decides by itself.
//
// It must not know the network, the use cases or the screen; it implements the
// interfaces that the desk and the client declare, in types of civic alone.
package deskdb
