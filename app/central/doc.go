// Package central is what the service does: it accepts commands, decides them by
// civic's rules, answers the feed, counts the public figures, and keeps people
// and the library for those who administer it.
//
// It owns the order of things: a command is noted, then tried, then settled with
// its receipt in the transaction of its effects, and answered after the commit.
// It must not know HTTP, SQL or how tokens are made.
package central
