-- +goose Up

-- The profile of a council: its rules with their articles, its offices, how its
-- town is written. One row per body, written by the person alone and never sent.
-- JSON.
CREATE TABLE council (
    body    TEXT PRIMARY KEY,
    profile TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A sitting as the person prepares it, with agenda, papers and private notes, as
-- JSON. at and binned are milliseconds since 1970; binned 0: in use.
CREATE TABLE sitting (
    id       TEXT    PRIMARY KEY,
    at       INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    binned   INTEGER NOT NULL,
    body     TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sitting_at ON sitting (at);

-- The text of a version of a paper, cut into clauses, as JSON: apart from its
-- sitting, which is written anew with every note. It stays as long as that.
CREATE TABLE sitting_paper (
    id      TEXT PRIMARY KEY,
    sitting TEXT NOT NULL,
    clauses TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sitting_paper_of ON sitting_paper (sitting);
