-- The names announced to the neighbours, and the one that each is held by: another where a machine had it already.
CREATE TABLE announced_name (
    name TEXT NOT NULL PRIMARY KEY,
    held TEXT                                     -- NULL: not known, or nobody could be told
) STRICT, WITHOUT ROWID;

-- Errors that the service had to log, and how many of them somebody has looked at: one row.
CREATE TABLE error_count (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    counted INTEGER NOT NULL,                     -- since ever
    read    INTEGER NOT NULL CHECK (read BETWEEN 0 AND counted),
    last_at INTEGER NOT NULL                      -- when the last was counted
) STRICT;
