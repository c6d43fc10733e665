// Command scranno is the desktop program: one window over one profile.
//
// It reads the settings, opens the profile, makes the window and hands it what
// only a program can do: opening files and addresses, changing the look,
// removing a profile. Everything else is in the rooms below.
package main
