-- Files on their way in, piece by piece (src/door/resumable). The bytes stand apart under the row's number until they are whole.

CREATE TABLE upload (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    token      BLOB    NOT NULL UNIQUE CHECK (length(token) = 32), -- SHA-256 of the secret in its address
    person     INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    path       TEXT    NOT NULL,                -- where it was announced: it is for that thing, and for no other
    name       TEXT    NOT NULL,                -- as the sender called it; never a path
    size       INTEGER NOT NULL CHECK (size > 0),
    made_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at   INTEGER,                         -- whole, and taken or refused: kept so that who asks again is told the same
    fault      TEXT    NOT NULL DEFAULT ''      -- refused: what was said of it
) STRICT;
CREATE INDEX upload_expires ON upload (expires_at);
CREATE INDEX upload_waiting ON upload (expires_at, size) WHERE ended_at IS NULL;
CREATE INDEX upload_of ON upload (person, expires_at, size) WHERE ended_at IS NULL;
