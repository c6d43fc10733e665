-- +goose Up

-- A former version kept invitations without knowing that they hang on an act and
-- are looked for by kind: record_parent finds those of an act, record_shelf all.
UPDATE record SET parent = coalesce(body ->> 'act', ''), shelf = 1 WHERE kind = 'call' AND deleted = 0;

-- The invitations that the person put away. It is no record and in no journal:
-- where it is lost they are shown again.
CREATE TABLE call_hidden (
    id TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
