-- +goose Up

-- Up to which version of the act that a text came from the person has looked:
-- child is a draft or an act. What came after it is told as a suggestion. It is
-- no record and in no journal: where it is lost the suggestion is told again.
CREATE TABLE parent_seen (
    child   TEXT    NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The list by how often an act was reused.
CREATE INDEX act_reused ON act (reuses, date, born);
