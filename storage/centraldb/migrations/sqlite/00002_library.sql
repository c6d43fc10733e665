-- +goose Up

-- The acts of the library as lists, filters and counts need them: derived from
-- their records, in the same transaction, for acts that live in a channel of the
-- library. "n" is the record's. Themes are a JSON list.
CREATE TABLE act (
    n         INTEGER PRIMARY KEY,
    id        TEXT    NOT NULL UNIQUE,
    family    TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    subkind   TEXT    NOT NULL,
    level     TEXT    NOT NULL,
    region    TEXT    NOT NULL,
    body      TEXT    NOT NULL,
    body_name TEXT    NOT NULL,
    subject   TEXT    NOT NULL,
    date      TEXT    NOT NULL,
    outcome   TEXT    NOT NULL,
    themes    TEXT    NOT NULL,
    author    TEXT    NOT NULL,
    lineage   TEXT    NOT NULL,
    published INTEGER NOT NULL,
    useful    INTEGER NOT NULL,
    reuses    INTEGER NOT NULL
) STRICT;

CREATE INDEX act_date ON act (date, n);

CREATE INDEX act_lineage ON act (lineage) WHERE lineage <> '';

-- One's own marks on acts, derived from records of kind "useful", so that the
-- central can count them. Nobody reads who marked what.
CREATE TABLE useful (
    mark TEXT PRIMARY KEY,
    act  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX useful_act ON useful (act);

-- Acts whose public figures may have moved; written with the effect, cleared
-- when the central has written the figures.
CREATE TABLE tally_dirty (
    act TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- The index of words of acts in the library; rowid is the act's n. Its words are
-- analysed before they come here.
CREATE VIRTUAL TABLE found USING fts5 (
    subject, text, folded,
    content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '3 5'
);

INSERT INTO found (found, rank) VALUES ('rank', 'bm25(8.0, 1.0, 0.5)');

-- Bodies that an administrator imported, by each of their codes. "body" is JSON.
CREATE TABLE body (
    code TEXT PRIMARY KEY,
    id   TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
