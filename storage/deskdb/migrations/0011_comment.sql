-- +goose Up

-- Remarks in the margin of drafts: they stay on this device. body: the comment
-- as JSON, with the clause that it was written on.
CREATE TABLE comment (
    id    TEXT PRIMARY KEY,
    draft TEXT NOT NULL,
    body  TEXT NOT NULL
) STRICT;
CREATE INDEX comment_draft ON comment (draft);
