// Package sqldb opens SQLite files, and databases of a PostgreSQL server, the one
// way that Scranno uses them, and reads the drivers' errors. It owns the drivers
// and the migration library: pragmas in the DSN (an Exec would reach one
// connection of the pool), one writer and several readers of a file that only its
// owner may read, locks by flock; a server's isolation, limits and repeats.
//
// It must not know what the tables hold: SQL is written in the stores.
package sqldb
