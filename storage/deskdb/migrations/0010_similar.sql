-- +goose Up

-- For finding similar acts: what stands for the words of each act
-- (search.Sketch), sixty acts a row, which fills a page: the act numbered n is at
-- place n % 60 of row n / 60. Zeros: none. An index of hashes would be ten times
-- as large, and reading all of this is as quick. Written while one writes, in the
-- background, never by pages; the fact 'sketched' says up to which act.
CREATE TABLE sketch (
    num  INTEGER PRIMARY KEY,
    data BLOB    NOT NULL
) STRICT;

-- Acts below 'sketched' whose words have changed since.
CREATE TABLE sketch_due (
    act INTEGER PRIMARY KEY
) STRICT;

-- The person's own words, which spelling does not ask about. They stay on the
-- device.
CREATE TABLE own_word (
    word  TEXT PRIMARY KEY,
    added INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
