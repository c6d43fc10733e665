// Package sqldb opens SQLite files the one way that Scranno uses them and reads
// the driver's errors. It owns the driver and the migration library: pragmas in
// the DSN (an Exec would reach one connection of the pool), one writer, several
// readers, files that only their owner may read, locks by flock.
//
// It must not know what the tables hold: SQL is written in the stores.
package sqldb
