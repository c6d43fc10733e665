-- +goose Up

-- Of a draft that several share: the id that its act will have, whoever of them
-- publishes it; who is asked to confirm it, as JSON.
ALTER TABLE draft ADD COLUMN act_as TEXT NOT NULL DEFAULT '';
ALTER TABLE draft ADD COLUMN ask TEXT NOT NULL DEFAULT '';

-- The group whose members have the draft too; empty: the person's own devices
-- have. Who last changed the text that was met there, and when. In a group, ring
-- lists the keys themselves.
ALTER TABLE shared ADD COLUMN grp TEXT NOT NULL DEFAULT '';
ALTER TABLE shared ADD COLUMN by_person TEXT NOT NULL DEFAULT '';
ALTER TABLE shared ADD COLUMN by_at INTEGER NOT NULL DEFAULT 0;

-- Codes of invitations: given out here, or typed here. JSON. Each goes once it is
-- used or expired, and never leaves the device.
CREATE TABLE group_code (
    invite TEXT PRIMARY KEY,
    body   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
