-- +goose Up

-- The index of acts without FTS5's index of beginnings, which lists each place of
-- each word again and was a fifth of a first sync: the rows bring the beginnings
-- themselves, each once (search.IndexBegins). Both indexes gather the words of a
-- whole page before they write them (hashsize, bytes), and merge when there are
-- sixteen pieces of a size, not four: a first sync of a usual library merges
-- nothing. What is here is indexed again when the file is opened.
DROP TABLE act_word;
DROP TABLE act_text;
DELETE FROM act;
CREATE VIRTUAL TABLE act_text USING fts5(subject, text, folded,
    content='', contentless_delete=1, tokenize='ascii');
INSERT INTO act_text(act_text, rank) VALUES ('rank', 'bm25(8.0, 1.0, 0.5)');
INSERT INTO act_text(act_text, rank) VALUES ('secure-delete', 1);
INSERT INTO act_text(act_text, rank) VALUES ('hashsize', 8388608);
INSERT INTO act_text(act_text, rank) VALUES ('automerge', 16);
CREATE VIRTUAL TABLE act_word USING fts5vocab('act_text', 'col');
INSERT INTO post_text(post_text, rank) VALUES ('hashsize', 8388608);
INSERT INTO post_text(post_text, rank) VALUES ('automerge', 16);
DELETE FROM fact WHERE name = 'analyser';
