-- An import between its reading and the director's yes. Only what may be kept is here, and it goes once that is said.

CREATE TABLE people_import (
    id         INTEGER PRIMARY KEY,
    made_by    INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    made_at    INTEGER NOT NULL,
    sources    TEXT    NOT NULL,                -- JSON: rows as read, file by file; emptied once applied
    applied_at INTEGER,
    summary    TEXT    NOT NULL DEFAULT ''      -- JSON: what was written, for the page that follows
) STRICT;
CREATE INDEX people_import_made ON people_import (made_at);

-- What a person said of the columns of a file whose titles nobody knew: for the next file of that shape. Titles only.
CREATE TABLE people_mapping (
    id      INTEGER PRIMARY KEY,
    titles  TEXT    NOT NULL UNIQUE,            -- folded, in order: the same in whatever order columns come
    mapping TEXT    NOT NULL,                   -- JSON: whom the file lists, and what each column holds
    made_by INTEGER REFERENCES person ON DELETE SET NULL,
    made_at INTEGER NOT NULL
) STRICT;
