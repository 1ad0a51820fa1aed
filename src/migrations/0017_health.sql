-- When the database was last read through, and what was found: one row.
CREATE TABLE health_check (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    checked_at INTEGER NOT NULL,
    faults     INTEGER NOT NULL
) STRICT;
