-- +goose Up

-- What is asked of all acts at once stands with each: in how many other bodies
-- what came from it was approved, over all steps (passed) and straight (near);
-- taken: another body took it up; due: one of its points has a day. Written in
-- the transaction that changes the act, or one that came from it.
ALTER TABLE act ADD COLUMN passed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE act ADD COLUMN near INTEGER NOT NULL DEFAULT 0;
ALTER TABLE act ADD COLUMN taken INTEGER NOT NULL DEFAULT 0;
ALTER TABLE act ADD COLUMN due INTEGER NOT NULL DEFAULT 0;
CREATE INDEX act_author ON act (author);
CREATE INDEX act_due ON act (author, body, id) WHERE due = 1;
CREATE INDEX act_passed ON act (reuses, date, born) WHERE passed > 0;

-- What lists narrow by and count, of 288 acts a row, which fills a page: the act
-- numbered n is at place n % 288 of row n / 288, seven numbers of 32 bits each
-- (facet.go). Reading all of it is a hundred times as quick as reading the acts.
-- The numbers of words and codes are those of facet_value, which are never given
-- anew. What is here is filled when the file is opened.
CREATE TABLE facet (
    num  INTEGER PRIMARY KEY,
    data BLOB    NOT NULL
) STRICT;
CREATE TABLE facet_value (
    num   INTEGER PRIMARY KEY,
    value TEXT    NOT NULL UNIQUE
) STRICT;
