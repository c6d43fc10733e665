// Package search is how Scranno finds words in Italian: the analyser that both
// ends index and ask with, the query language, highlights and snippets, and the
// fuzzy matching used while typing. It owns the stemmer, the Unicode tables and
// the fuzzy library; it knows no store, no SQL driver and no screen, and none of
// its functions can fail: any bytes are a text, any bytes are a query.
//
// # How a text becomes words
//
// NFC, lower case, split at every rune that is no letter or digit (elisions fall
// apart: dell'acqua gives dell and acqua), Italian stop words dropped, Snowball
// Italian, then accents folded. Soft hyphens and joiners inside a word vanish,
// typographic ligatures fall apart, and "SANITA'" counts as "sanità". Words are
// cut at 64 bytes. What changes any of this changes AnalyserVersion, and with it
// IndexVersion, and a store that kept another version indexes again.
//
// # How a store uses it (SQLite, FTS5)
//
// A row of the index holds words that are analysed already, so the tokenizer must
// do nothing but split at the spaces. That is 'ascii', which keeps every byte from
// 0x80 up as it is; unicode61 would fold and split letters that we keep. The index
// has no content of its own:
//
//	CREATE VIRTUAL TABLE found USING fts5(subject, text, folded,
//	    content='', contentless_delete=1, tokenize='ascii');
//	INSERT INTO found(found, rank) VALUES('rank', 'bm25(8.0, 1.0, 0.5)');  -- once: RankFTS5
//
//	row := analyser.Index(subject, text...)
//	INSERT OR REPLACE INTO found(rowid, subject, text, folded) VALUES($1, $2, $3, $4);
//
//	q := search.Parse(typed)
//	if q.Empty() { … the newest first; an empty expression is no query to FTS5 … }
//	SELECT rowid FROM found WHERE found MATCH $1 ORDER BY rank LIMIT $2;   -- q.FTS5(search.Columns{})
//
// The word that is still being typed is asked for as a prefix of stems, and by the
// stems that it may be going to have; the folded column adds the few words, a sixth
// of a text, that must be found as they stand. FTS5's prefix index would list every
// place of every word once more for each length: a fifth of a first sync. A table
// that many acts are in takes rows of IndexBegins instead and is asked with
// Columns.Begins: the first four letters of its words, each once a row, answer the
// short beginnings, of which there are many; longer ones are few words to go through.
//
// A table with contentless_delete ignores FTS5's secure-delete (measured): words of
// a deleted row stay in the file until their segments are merged. What must be
// erased needs INSERT INTO found(found) VALUES('optimize') after the delete.
package search
