// Command scranno-central is the central service and its administration: it
// serves desks, signs people in, shows public pages, and imports, backs up,
// restores and checks a data folder.
//
// It owns its commands, flags, configuration file and the words it says to
// whoever runs it. What is done is in the rooms that assemble puts together.
package main
