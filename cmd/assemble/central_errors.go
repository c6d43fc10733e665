package assemble

import (
	"errors"

	"scranno/sync/issuer"
	"scranno/sync/server"
)

// What stands against an administrator's command, for the program to say in
// words.
var (
	ErrOldBackup = errors.New("the backup is older than thirty days")
	ErrInUse     = errors.New("the data folder is in use")
	ErrPlainHTTP = server.ErrPlainHTTP
	ErrTLSPair   = server.ErrTLSPair
	ErrTLSFiles  = server.ErrTLSFiles
	ErrTaken     = server.ErrTaken
	ErrPassword  = issuer.ErrPassword
)
