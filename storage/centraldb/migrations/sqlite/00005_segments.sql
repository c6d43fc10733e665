-- +goose Up

-- Sealed segments: what the records changed in (lo, hi] of a channel were when
-- it was made, compressed, under the hash of its content. They cover a channel
-- from zero up to what "channel.sealed" says. A stale one held something that
-- was erased since: it has lost its bytes, is never served, and is sealed again
-- soon. An empty hash that is not stale: nothing is left in the range.
CREATE TABLE segment (
    channel TEXT    NOT NULL,
    hi      INTEGER NOT NULL,
    lo      INTEGER NOT NULL,
    hash    TEXT    NOT NULL,
    ops     INTEGER NOT NULL,
    size    INTEGER NOT NULL,
    stale   INTEGER NOT NULL,
    data    BLOB,
    PRIMARY KEY (channel, hi)
) STRICT;

CREATE INDEX segment_stale ON segment (channel) WHERE stale = 1;

-- "horizon": the highest number of a removal that is not sent any more. A desk
-- whose tail lies below it may hold what was removed, and walks again.
ALTER TABLE channel ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE channel ADD COLUMN horizon INTEGER NOT NULL DEFAULT 0;

-- Removals that are still sent. One that is not keeps its row, numbered below
-- zero, so that its id is never another thing.
CREATE INDEX record_gone ON record (updated) WHERE deleted > 0 AND seq > 0;
