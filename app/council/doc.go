// Package council is what a person keeps about their own council, without a
// screen: its profile (rules with their articles, offices, the town's names, the
// heading), its sittings with agenda and papers, and what follows from dates.
// It stands beside the desk and checks drafts with what the profile says.
//
// It owns those use cases and the shipped profiles. All of it stays on the
// device: nothing here becomes a command or leaves by the network.
//
// It must not know SQL, HTTP, files' formats or widgets, nor the desk: what both
// need is handed to both.
package council
