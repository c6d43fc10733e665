// Package norms recognises citations of Italian and European law in free text:
// where they stand, what they cite, how it is named, where it is read, and
// whether it was abrogated.
//
// It owns the grammar of citations, the names of regions as lawgivers, the
// popular names of acts, the dates that are certain and the table of what took
// whose place. It must not know about acts, drafts, stores or screens. It is
// certain or silent: a popular name that may mean two acts is not in its tables.
package norms
