// Package houserules is the plan of the house as data (plan.go) and the
// checks that hold the repository to it: which room may enter which, who owns
// which foreign library, sizes, comments, translation keys, words and versions.
//
// It owns the plan. It reads sources and data files and runs nothing of them;
// it must not know what any room does, and imports none of them.
package houserules
