-- How pupils come in. No row: their class is closed to them, and they have no session.

CREATE TABLE pupil_access (
    class     INTEGER PRIMARY KEY REFERENCES class ON DELETE CASCADE,
    ways      TEXT    NOT NULL CHECK (ways IN ('pictures', 'words', 'by_grade')),
    from_home INTEGER NOT NULL CHECK (from_home IN (0, 1)), -- by words, also from outside the school
    opened_at INTEGER NOT NULL,
    opened_by INTEGER REFERENCES person ON DELETE SET NULL,
    -- The class's poster: its QR and the code under it. Both name the class and open nobody's account.
    token     BLOB    UNIQUE CHECK (length(token) = 32),    -- SHA-256 of the QR's own token
    code      BLOB    UNIQUE CHECK (length(code) = 32),     -- HMAC of the code, under a key that is not here
    poster    BLOB                                          -- both, sealed with the box's key: the poster is shown again
) STRICT;

-- Three pictures in their order, as an HMAC under a key that is not here.
CREATE TABLE pupil_pictures (
    pupil    INTEGER PRIMARY KEY REFERENCES pupil ON DELETE CASCADE,
    code     BLOB    NOT NULL CHECK (length(code) = 32),
    drawn_at INTEGER NOT NULL
) STRICT;

-- Wrong tries since the last good one, whatever the way. At five the teacher opens again.
CREATE TABLE pupil_try (
    pupil      INTEGER PRIMARY KEY REFERENCES pupil ON DELETE CASCADE,
    wrong      INTEGER NOT NULL,
    blocked_at INTEGER
) STRICT;
CREATE INDEX pupil_try_blocked ON pupil_try (blocked_at) WHERE blocked_at IS NOT NULL;

-- A tablet on which this class's pupils may come in wherever it is.
CREATE TABLE pupil_tablet (
    id        INTEGER PRIMARY KEY,
    class     INTEGER NOT NULL REFERENCES pupil_access (class) ON DELETE CASCADE,
    token     BLOB    NOT NULL CHECK (length(token) = 32),  -- SHA-256 of its cookie
    name      TEXT    NOT NULL,
    paired_at INTEGER NOT NULL,
    paired_by INTEGER REFERENCES person ON DELETE SET NULL,
    UNIQUE (token, class)
) STRICT;
CREATE INDEX pupil_tablet_class ON pupil_tablet (class);
CREATE INDEX pupil_tablet_paired ON pupil_tablet (paired_at);

-- Networks that are the school's besides the one on which the box stands: other rooms, its address as seen from outside.
CREATE TABLE school_network (
    network TEXT PRIMARY KEY                                -- 192.0.2.0/24
) STRICT, WITHOUT ROWID;

-- A session opened by pictures, or by words that are good at the school alone, is good there, or on the tablet that it was
-- opened on, and goes with it.
ALTER TABLE session ADD COLUMN at_school INTEGER NOT NULL DEFAULT 0 CHECK (at_school IN (0, 1));
ALTER TABLE session ADD COLUMN tablet INTEGER REFERENCES pupil_tablet ON DELETE CASCADE;
CREATE INDEX session_tablet ON session (tablet) WHERE tablet IS NOT NULL;
