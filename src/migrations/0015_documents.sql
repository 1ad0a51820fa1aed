-- Documents: folders and files in spaces, with their versions and a bin. Identical bytes stand once (base::files).

-- A space needs no row: it is told by its kind, and by whose or which class's it is.
--   own: a person's. class: a class's. staff: the staff room. school: what the school says to all. hand_in: a class's casier.
CREATE TABLE document (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    space       TEXT    NOT NULL CHECK (space IN ('own', 'class', 'staff', 'school', 'hand_in')),
    owner       INTEGER NOT NULL,               -- own: the person. class, hand_in: the class. Else 0
    folder      INTEGER REFERENCES document,    -- NULL: at the top of its space
    kind        TEXT    NOT NULL CHECK (kind IN ('folder', 'file')),
    name        TEXT    NOT NULL,               -- as it is shown, made harmless; never a path
    folded      TEXT    NOT NULL,               -- without case: two names that Windows takes for one are one
    sort_key    TEXT    NOT NULL,               -- without accents, numbers by their value
    version     INTEGER NOT NULL DEFAULT 0,     -- of a file: the one that is shown
    bytes       INTEGER NOT NULL DEFAULT 0,     -- of that version
    pupil       INTEGER REFERENCES pupil ON DELETE SET NULL, -- hand_in: for whom it was deposited
    said        TEXT    NOT NULL DEFAULT '',    -- hand_in: its name as its depositor called it; another's may have taken that one
    made_at     INTEGER NOT NULL,
    made_by     INTEGER REFERENCES person ON DELETE SET NULL,
    changed_at  INTEGER NOT NULL,
    changed_by  INTEGER REFERENCES person ON DELETE SET NULL,
    binned_at   INTEGER,
    binned_by   INTEGER REFERENCES person ON DELETE SET NULL,
    binned_with INTEGER,                        -- the folder or file that was thrown away, with all that it holds; itself for that one
    erase_at    INTEGER
) STRICT;
-- One name once in a folder; what is in the bin takes no name from anybody.
CREATE UNIQUE INDEX document_name ON document (space, owner, coalesce(folder, 0), folded) WHERE binned_at IS NULL;
CREATE INDEX document_list ON document (space, owner, coalesce(folder, 0), kind DESC, sort_key) WHERE binned_at IS NULL;
CREATE INDEX document_folder ON document (folder) WHERE folder IS NOT NULL;
CREATE INDEX document_bin ON document (space, owner, binned_at) WHERE binned_at IS NOT NULL;
CREATE INDEX document_binned_with ON document (binned_with) WHERE binned_with IS NOT NULL;
CREATE INDEX document_erase ON document (erase_at) WHERE erase_at IS NOT NULL;
CREATE INDEX document_pupil ON document (pupil) WHERE pupil IS NOT NULL;
CREATE INDEX document_deposited ON document (made_by, made_at) WHERE space = 'hand_in';

CREATE TABLE document_version (
    document   INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    version    INTEGER NOT NULL,
    file       TEXT    NOT NULL REFERENCES file (hash),
    bytes      INTEGER NOT NULL,
    media_type TEXT    NOT NULL,                -- by the content
    media      INTEGER REFERENCES media ON DELETE SET NULL, -- made safe by the darkroom: what is shown of a picture, a sound, a video
    made_at    INTEGER NOT NULL,
    made_by    INTEGER REFERENCES person ON DELETE SET NULL,
    PRIMARY KEY (document, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_version_file ON document_version (file);
CREATE INDEX document_version_media ON document_version (media) WHERE media IS NOT NULL;

-- What a space gives beyond what it always gives; rights only add up.
CREATE TABLE document_grant (
    space    TEXT    NOT NULL,
    owner    INTEGER NOT NULL,
    profile  TEXT    NOT NULL CHECK (profile IN ('families', 'pupils', 'aides', 'staff')),
    gives    TEXT    NOT NULL CHECK (gives IN ('read', 'write')),
    given_at INTEGER NOT NULL,
    given_by INTEGER REFERENCES person ON DELETE SET NULL,
    PRIMARY KEY (space, owner, profile)
) STRICT, WITHOUT ROWID;

-- Where a document is referred to; the thing is named by its room (« note », « post », « message »).
CREATE TABLE document_use (
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    thing    TEXT    NOT NULL,
    thing_id INTEGER NOT NULL,
    used_at  INTEGER NOT NULL,
    PRIMARY KEY (document, thing, thing_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_use_thing ON document_use (thing, thing_id);

-- Names, without case; the tokenizer takes the accents off. A trigger keeps them so that no writer can forget.
CREATE VIRTUAL TABLE document_search USING fts5(names, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
INSERT INTO document_search (document_search, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER document_search_add AFTER INSERT ON document BEGIN
    INSERT INTO document_search (rowid, names) VALUES (new.id, replace(new.folded, 'œ', 'oe'));
END;
CREATE TRIGGER document_search_change AFTER UPDATE OF folded ON document BEGIN
    UPDATE document_search SET names = replace(new.folded, 'œ', 'oe') WHERE rowid = new.id;
END;
CREATE TRIGGER document_search_remove AFTER DELETE ON document BEGIN
    DELETE FROM document_search WHERE rowid = old.id;
END;

-- What a program signs in with (a network drive): for documents alone, revoked one by one.
CREATE TABLE application_password (
    id         INTEGER PRIMARY KEY,
    account    INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
    name       TEXT    NOT NULL,                -- « Ordinateur de la classe »
    secret     BLOB    NOT NULL UNIQUE CHECK (length(secret) = 32), -- SHA-256: 128 bits that we drew need no argon2
    made_at    INTEGER NOT NULL,
    used_at    INTEGER,
    revoked_at INTEGER
) STRICT;
CREATE INDEX application_password_account ON application_password (account, made_at);
CREATE INDEX application_password_revoked ON application_password (revoked_at);

-- Locks of WebDAV, which a program takes and gives back; gone when they expire.
CREATE TABLE document_lock (
    token      TEXT    PRIMARY KEY,
    space      TEXT    NOT NULL,
    owner      INTEGER NOT NULL,
    path       TEXT    NOT NULL,                -- in its space, « /Dossier/fichier.odt »
    is_deep    INTEGER NOT NULL CHECK (is_deep IN (0, 1)),
    is_shared  INTEGER NOT NULL CHECK (is_shared IN (0, 1)),
    person     INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    said       TEXT    NOT NULL DEFAULT '',     -- the owner element that the program sent
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX document_lock_space ON document_lock (space, owner);
CREATE INDEX document_lock_person ON document_lock (person);
CREATE INDEX document_lock_expires ON document_lock (expires_at);

-- Dead properties that programs set and read back.
CREATE TABLE document_property (
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    name     TEXT    NOT NULL,                  -- « {namespace}name »
    xml      TEXT    NOT NULL,
    PRIMARY KEY (document, name)
) STRICT, WITHOUT ROWID;

-- What the direction was told of the disk: a letter a week while room is short, one a day while no file is taken any more.
CREATE TABLE disk_told (
    fill    TEXT    PRIMARY KEY CHECK (fill IN ('low', 'full')),
    told_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
