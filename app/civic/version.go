package civic

// Version is the program's version, shared by all four programs.
const Version = "0.1.0"

// SchemaVersion is the version of the commands' arguments that this program
// writes. A central accepts this and every earlier one.
const SchemaVersion = 1
