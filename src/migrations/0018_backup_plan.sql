-- Where backups go beside the box itself, how long they stay, and whether somebody asked for one just now: one row.
CREATE TABLE backup_plan (
    id       INTEGER PRIMARY KEY CHECK (id = 1),
    disk     TEXT    NOT NULL DEFAULT '',  -- label of the disk that gets each one too; empty: none
    days     INTEGER NOT NULL,
    weeks    INTEGER NOT NULL,
    months   INTEGER NOT NULL,
    asked_at INTEGER                       -- until it is made or failed
) STRICT;

-- The school came out of a backup: one row, until the next time.
CREATE TABLE restored (
    id           INTEGER PRIMARY KEY CHECK (id = 1),
    at           INTEGER NOT NULL,
    made_at      INTEGER NOT NULL,         -- when the backup was made: what happened between the two is not here
    letters_go   INTEGER NOT NULL DEFAULT 0 CHECK (letters_go IN (0, 1)), -- somebody said so; they leave in a moment
    confirmed_at INTEGER,                  -- somebody went through what may be older than it should be
    confirmed_by INTEGER REFERENCES person ON DELETE SET NULL
) STRICT;

-- Letters that waited in the backup: they may have left since. They leave when somebody says so.
CREATE TABLE outbox_held (
    letter  INTEGER PRIMARY KEY REFERENCES outbox ON DELETE CASCADE,
    send_at INTEGER NOT NULL               -- what it was
) STRICT;
