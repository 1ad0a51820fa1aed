-- The box's rounds of backup: when each was last tried, when it last went well, and what hindered it since.

CREATE TABLE backup_round (
    what     TEXT    PRIMARY KEY CHECK (what IN ('make', 'verify', 'disk', 'hook')), -- verify: read whole, every file hashed; disk, hook: taken elsewhere
    tried_at INTEGER NOT NULL,
    done_at  INTEGER,
    fault    TEXT    NOT NULL DEFAULT ''          -- empty when there is nothing to say of the last try
) STRICT, WITHOUT ROWID;
