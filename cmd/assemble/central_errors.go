package assemble

import (
	"errors"

	"scranno/storage/sqldb"
	"scranno/sync/issuer"
	"scranno/sync/server"
)

// What stands against an administrator's command, for the program to say in
// words.
var (
	ErrOldBackup = errors.New("the backup is older than thirty days")
	ErrNotBackup = errors.New("the file is no central's")
	ErrMixed     = errors.New("the files of the data folder do not belong together")
	ErrInUse     = errors.New("the data folder is in use")
	ErrOwnTools  = sqldb.ErrOwnTools
	ErrAddress   = sqldb.ErrAddress
	ErrDatabase  = sqldb.ErrUnreachable
	ErrPlainHTTP = server.ErrPlainHTTP
	ErrTLSPair   = server.ErrTLSPair
	ErrTLSFiles  = server.ErrTLSFiles
	ErrTaken     = server.ErrTaken
	ErrPassword  = issuer.ErrPassword
	ErrFull      = sqldb.ErrFull
)

// FileError gives an error of the system on a file its kind; ErrFull where there
// is no room.
func FileError(op string, err error) error { return sqldb.FileError(op, err) }
