-- An import between its reading and the director's yes, then what it wrote; and how imports, merges and the year's turn are put back.

-- What was done and may be undone: its rows as they were before, for a time.
CREATE TABLE people_undo (
    id        INTEGER PRIMARY KEY,
    kind      TEXT    NOT NULL CHECK (kind IN ('import', 'merge', 'year')),
    about     TEXT    NOT NULL DEFAULT '',      -- of a merge: whose
    person    INTEGER REFERENCES person ON DELETE SET NULL, -- of a merge: who stands
    made_by   INTEGER REFERENCES person ON DELETE SET NULL,
    made_at   INTEGER NOT NULL,
    undone_by INTEGER REFERENCES person ON DELETE SET NULL,
    undone_at INTEGER
) STRICT;
CREATE INDEX people_undo_made ON people_undo (made_at);
CREATE INDEX people_undo_person ON people_undo (person) WHERE person IS NOT NULL;
CREATE TABLE people_undo_step (
    undo   INTEGER NOT NULL REFERENCES people_undo ON DELETE CASCADE,
    place  INTEGER NOT NULL,
    name   TEXT    NOT NULL,                    -- of the table
    before TEXT,                                -- JSON of the row; NULL: it was made
    after  TEXT,                                -- NULL: it was taken away
    PRIMARY KEY (undo, place)
) STRICT, WITHOUT ROWID;

-- Only what may be kept of the files is here, and it goes once the yes is said.
CREATE TABLE people_import (
    id         INTEGER PRIMARY KEY,
    made_by    INTEGER REFERENCES person ON DELETE SET NULL,
    made_at    INTEGER NOT NULL,
    sources    TEXT    NOT NULL,                -- JSON: rows as read, file by file; emptied once applied
    applied_at INTEGER,
    summary    TEXT    NOT NULL DEFAULT '',     -- JSON: what was written, for the page that follows
    undo       INTEGER REFERENCES people_undo ON DELETE SET NULL
) STRICT;
CREATE INDEX people_import_made ON people_import (made_at);
CREATE INDEX people_import_applied ON people_import (applied_at) WHERE applied_at IS NOT NULL;
CREATE INDEX people_import_undo ON people_import (undo);

-- What a person said of the columns of a file whose titles nobody knew: for the next file of that shape. Titles only.
CREATE TABLE people_mapping (
    id      INTEGER PRIMARY KEY,
    titles  TEXT    NOT NULL UNIQUE,            -- folded, in order: the same in whatever order columns come
    mapping TEXT    NOT NULL,                   -- JSON: whom the file lists, and what each column holds
    made_by INTEGER REFERENCES person ON DELETE SET NULL,
    made_at INTEGER NOT NULL
) STRICT;
