-- Photos, sounds, videos and documents that people sent, as they are made safe. What was sent is served to nobody.

CREATE TABLE media (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    owner     INTEGER NOT NULL REFERENCES person,
    kind      TEXT    NOT NULL CHECK (kind IN ('photo', 'sound', 'video', 'document')),
    name      TEXT    NOT NULL,                 -- as the sender called it; never a path
    state     TEXT    NOT NULL CHECK (state IN ('waiting', 'ready', 'refused')),
    fault     TEXT    NOT NULL DEFAULT '',      -- refused: why, by its code; ready: what to know of it
    sent      TEXT    REFERENCES file (hash),   -- the bytes as they came; nothing once they were made safe
    attempts  INTEGER NOT NULL DEFAULT 0,       -- a file that kills the process which reads it is refused after a few
    taken_at  INTEGER,                          -- when the photo was taken, as its own metadata said
    width     INTEGER,                          -- upright; photos and videos
    height    INTEGER,
    seconds   INTEGER,                          -- sounds and videos
    tints     TEXT    NOT NULL DEFAULT '',      -- 3 × 2 colours « rrggbb », row by row: shown until the photo is there
    alt       TEXT    NOT NULL DEFAULT '',
    nobody_by INTEGER REFERENCES person ON DELETE SET NULL, -- « personne de reconnaissable »: who said so
    nobody_at INTEGER,
    added_at  INTEGER NOT NULL
) STRICT;
-- What failed once comes after what was never tried.
CREATE INDEX media_waiting ON media (attempts, id) WHERE state = 'waiting';
CREATE INDEX media_owner ON media (owner);
CREATE INDEX media_sent ON media (sent) WHERE sent IS NOT NULL;

-- What is served: « whole » is the original without its metadata (or blurred), the others are for screens.
CREATE TABLE media_form (
    media      INTEGER NOT NULL REFERENCES media ON DELETE CASCADE,
    size       TEXT    NOT NULL CHECK (size IN ('whole', 'large', 'medium', 'small')),
    file       TEXT    NOT NULL REFERENCES file (hash),
    media_type TEXT    NOT NULL,
    width      INTEGER,
    height     INTEGER,
    bytes      INTEGER NOT NULL,
    PRIMARY KEY (media, size)
) STRICT, WITHOUT ROWID;
CREATE INDEX media_form_file ON media_form (file);

-- Who can be recognised: photos, videos and sounds alike.
CREATE TABLE media_tag (
    media      INTEGER NOT NULL REFERENCES media ON DELETE CASCADE,
    pupil      INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    tagged_by  INTEGER REFERENCES person ON DELETE SET NULL,
    tagged_at  INTEGER NOT NULL,
    blurred_at INTEGER,                         -- drawn over: cannot be recognised any more
    PRIMARY KEY (media, pupil)
) STRICT, WITHOUT ROWID;
CREATE INDEX media_tag_pupil ON media_tag (pupil, media);

-- A blurred photo: what was drawn over, and the clear one, kept apart for the teacher's undo, then erased.
CREATE TABLE media_blur (
    media      INTEGER PRIMARY KEY REFERENCES media ON DELETE CASCADE,
    shapes     TEXT    NOT NULL,                -- JSON, in thousandths of the width and height
    clear      TEXT    REFERENCES file (hash),  -- NULL once erased
    blurred_by INTEGER REFERENCES person ON DELETE SET NULL,
    blurred_at INTEGER NOT NULL,
    erase_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX media_blur_erase ON media_blur (erase_at) WHERE clear IS NOT NULL;
CREATE INDEX media_blur_clear ON media_blur (clear) WHERE clear IS NOT NULL;
