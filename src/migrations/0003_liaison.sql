-- The liaison book: words, their versions, and what families acknowledged.

CREATE TABLE liaison_note (
    id           INTEGER PRIMARY KEY,
    author       INTEGER NOT NULL REFERENCES person,
    audience     INTEGER NOT NULL UNIQUE REFERENCES audience,
    category     TEXT    NOT NULL CHECK (category IN ('cantine', 'sortie', 'evenement', 'sante', 'administratif', 'divers')),
    asks         TEXT    NOT NULL CHECK (asks IN ('nothing', 'read', 'one', 'all')),
    deadline_on  TEXT,
    event_on     TEXT,                          -- the day that it is about, for the calendar
    shown_until  TEXT,                          -- last day on the front pages; the book keeps it
    text_in_mail INTEGER NOT NULL DEFAULT 0 CHECK (text_in_mail IN (0, 1)), -- « texte dans le courriel » was ticked
    is_urgent    INTEGER NOT NULL DEFAULT 0 CHECK (is_urgent IN (0, 1)),    -- the director let it through the quiet hours
    reminds      INTEGER NOT NULL DEFAULT 1 CHECK (reminds IN (0, 1)),      -- by itself, before the deadline
    remind_at    INTEGER,                       -- a reminder asked for in quiet hours leaves then
    remind_by    INTEGER REFERENCES person,
    version      INTEGER NOT NULL DEFAULT 1,    -- the one shown
    asks_since   INTEGER NOT NULL DEFAULT 1,    -- answers to an older version no longer count
    sent_at      INTEGER NOT NULL,              -- while it waits: when it will leave
    delivered_at INTEGER,                       -- NULL while it waits: its audience has reached nobody yet
    stopped_at   INTEGER,                       -- its moment came and it could not leave: it waits for its author
    stopped_why  TEXT CHECK (stopped_why IN ('right', 'nobody', 'late')),
    withdrawn_at INTEGER,
    withdrawn_by INTEGER REFERENCES person
) STRICT;
CREATE INDEX liaison_note_author ON liaison_note (author, sent_at);
CREATE INDEX liaison_note_sent ON liaison_note (sent_at);
CREATE INDEX liaison_note_waiting ON liaison_note (author, sent_at) WHERE delivered_at IS NULL AND withdrawn_at IS NULL;
CREATE INDEX liaison_note_stopped ON liaison_note (stopped_at) WHERE stopped_at IS NOT NULL;
CREATE INDEX liaison_note_remind ON liaison_note (remind_at) WHERE remind_at IS NOT NULL;
CREATE INDEX liaison_note_deadline ON liaison_note (deadline_on) WHERE deadline_on IS NOT NULL AND withdrawn_at IS NULL;

CREATE TABLE liaison_version (
    note       INTEGER NOT NULL REFERENCES liaison_note ON DELETE CASCADE,
    version    INTEGER NOT NULL,
    title      TEXT    NOT NULL,
    body       TEXT    NOT NULL,                -- clean HTML
    deadline_on TEXT,
    event_on   TEXT,
    written_at INTEGER NOT NULL,
    written_by INTEGER NOT NULL REFERENCES person,
    PRIMARY KEY (note, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE liaison_attachment (
    id         INTEGER PRIMARY KEY,
    note       INTEGER NOT NULL REFERENCES liaison_note ON DELETE CASCADE,
    name       TEXT    NOT NULL,
    file       TEXT    NOT NULL REFERENCES file (hash),
    media_type TEXT    NOT NULL,
    size       INTEGER NOT NULL,
    width      INTEGER,                         -- pictures only
    height     INTEGER,
    thumbnail  TEXT REFERENCES file (hash),
    added_in   INTEGER NOT NULL DEFAULT 1,      -- the version that brought it
    removed_in INTEGER                          -- the version that took it away; it then opens for nobody
) STRICT;
CREATE INDEX liaison_attachment_note ON liaison_attachment (note);
CREATE INDEX liaison_attachment_file ON liaison_attachment (file);
CREATE INDEX liaison_attachment_thumbnail ON liaison_attachment (thumbnail) WHERE thumbnail IS NOT NULL;

-- « J'ai lu », a signature, a filled slip: what the word asks says which. One row each time; of one guardian for one pupil
-- the newest counts, and the older ones are its history.
CREATE TABLE liaison_answer (
    id           INTEGER PRIMARY KEY,
    note         INTEGER NOT NULL REFERENCES liaison_note ON DELETE CASCADE,
    pupil        INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    guardian     INTEGER REFERENCES person ON DELETE CASCADE, -- NULL: on paper, whose hand was not told
    version      INTEGER NOT NULL,                 -- the text that was answered
    answered_at  INTEGER NOT NULL,
    how          TEXT    NOT NULL CHECK (how IN ('application', 'one_tap', 'mail', 'paper')),
    recorded_by  INTEGER REFERENCES person ON DELETE SET NULL, -- on paper: who recorded it
    cancelled_at INTEGER,                          -- recorded by mistake
    CHECK (guardian IS NOT NULL OR how = 'paper')
) STRICT;
CREATE INDEX liaison_answer_of ON liaison_answer (note, pupil, guardian, id);
CREATE INDEX liaison_answer_guardian ON liaison_answer (guardian, note);
CREATE INDEX liaison_answer_pupil ON liaison_answer (pupil);

-- The reply slip of a word: fixed once it was delivered.
CREATE TABLE liaison_question (
    id          INTEGER PRIMARY KEY,
    note        INTEGER NOT NULL REFERENCES liaison_note ON DELETE CASCADE,
    place       INTEGER NOT NULL,
    kind        TEXT    NOT NULL CHECK (kind IN ('yes_no', 'one', 'several', 'number', 'amount', 'date', 'text', 'file', 'consent')),
    label       TEXT    NOT NULL,
    choices     TEXT    NOT NULL DEFAULT '[]',     -- JSON array of labels, for one and several
    is_required INTEGER NOT NULL CHECK (is_required IN (0, 1)),
    per         TEXT    NOT NULL CHECK (per IN ('pupil', 'guardian')), -- per pupil: the newest answer of any guardian counts
    image       TEXT,                              -- consent: what the child would be shown for, and when: purpose|from|until|occasion
    request     INTEGER REFERENCES consent_request ON DELETE SET NULL, -- consent: what was asked by it, once delivered
    request_version INTEGER,
    UNIQUE (note, place)
) STRICT;
CREATE INDEX liaison_question_request ON liaison_question (request) WHERE request IS NOT NULL;
CREATE TABLE liaison_answer_value (
    answer   INTEGER NOT NULL REFERENCES liaison_answer ON DELETE CASCADE,
    question INTEGER NOT NULL REFERENCES liaison_question ON DELETE CASCADE,
    -- yes, no; places of the choices by commas; a decimal number; cents; YYYY-MM-DD; text; the file's name
    value    TEXT    NOT NULL,
    file     TEXT    REFERENCES file (hash),
    consent  INTEGER REFERENCES consent_answer ON DELETE SET NULL, -- what it came to among the consents, which may have changed since
    PRIMARY KEY (answer, question)
) STRICT, WITHOUT ROWID;
CREATE INDEX liaison_answer_value_consent ON liaison_answer_value (consent) WHERE consent IS NOT NULL;
CREATE INDEX liaison_answer_value_question ON liaison_answer_value (question);
CREATE INDEX liaison_answer_value_file ON liaison_answer_value (file) WHERE file IS NOT NULL;

CREATE TABLE liaison_reminder (
    id          INTEGER PRIMARY KEY,
    note        INTEGER NOT NULL REFERENCES liaison_note ON DELETE CASCADE,
    reminded_at INTEGER NOT NULL,
    reminded_by INTEGER REFERENCES person          -- NULL: by itself, before the deadline
) STRICT;
CREATE INDEX liaison_reminder_note ON liaison_reminder (note, reminded_at);

-- What is being written: kept while typing, one a person.
CREATE TABLE liaison_draft (
    author   INTEGER PRIMARY KEY REFERENCES person ON DELETE CASCADE,
    fields   TEXT    NOT NULL,                  -- JSON of what was typed
    saved_at INTEGER NOT NULL
) STRICT;

-- A colleague with whom the follow-up is shared: sees what the one who shared it follows up.
CREATE TABLE liaison_share (
    note      INTEGER NOT NULL REFERENCES liaison_note ON DELETE CASCADE,
    person    INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    shared_by INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    shared_at INTEGER NOT NULL,
    PRIMARY KEY (note, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX liaison_share_person ON liaison_share (person);

-- Ready-made words: those of the house as the school changed them, and the school's own.
CREATE TABLE liaison_template (
    id         INTEGER PRIMARY KEY,
    shipped    TEXT    UNIQUE,                     -- which of the house's it replaces; NULL: the school's own
    name       TEXT    NOT NULL,
    title      TEXT    NOT NULL,
    body       TEXT    NOT NULL,                   -- clean HTML, with [fields to fill]
    category   TEXT    NOT NULL,
    asks       TEXT    NOT NULL,
    questions  TEXT    NOT NULL DEFAULT '[]',      -- JSON
    is_hidden  INTEGER NOT NULL DEFAULT 0 CHECK (is_hidden IN (0, 1)),
    made_by    INTEGER REFERENCES person ON DELETE SET NULL, -- who may change it beside the director
    changed_at INTEGER NOT NULL,
    changed_by INTEGER REFERENCES person ON DELETE SET NULL
) STRICT;

-- A tear-off coupon: its QR code and the short code under it.
CREATE TABLE liaison_coupon (
    id       INTEGER PRIMARY KEY,
    note     INTEGER NOT NULL REFERENCES liaison_note ON DELETE CASCADE,
    pupil    INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    guardian INTEGER REFERENCES person ON DELETE CASCADE, -- where every guardian signs, or one home of two: whose it is
    version  INTEGER NOT NULL,                     -- the text that it goes with
    code     TEXT    NOT NULL UNIQUE,
    made_at  INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX liaison_coupon_of ON liaison_coupon (note, version, pupil, coalesce(guardian, 0));
CREATE INDEX liaison_coupon_pupil ON liaison_coupon (pupil);
CREATE INDEX liaison_coupon_guardian ON liaison_coupon (guardian);

-- A word's letter to one guardian: what its links and a reply to it may do.
CREATE TABLE liaison_letter (
    id         INTEGER PRIMARY KEY,
    note       INTEGER NOT NULL REFERENCES liaison_note ON DELETE CASCADE,
    guardian   INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    email      TEXT    NOT NULL,                   -- where it went: another address signs nothing
    version    INTEGER NOT NULL,                   -- the text that it held or announced: what a reply answers
    reply      BLOB    UNIQUE CHECK (length(reply) = 32), -- SHA-256 of the token in the reply address
    made_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX liaison_letter_note ON liaison_letter (note, guardian);
CREATE INDEX liaison_letter_guardian ON liaison_letter (guardian);
CREATE INDEX liaison_letter_expires ON liaison_letter (expires_at);
-- The pupils whom it is about; with a link of its own for each that may be signed for.
CREATE TABLE liaison_letter_pupil (
    letter INTEGER NOT NULL REFERENCES liaison_letter ON DELETE CASCADE,
    pupil  INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    link   BLOB    UNIQUE CHECK (length(link) = 32),      -- SHA-256 of the token in the link
    PRIMARY KEY (letter, pupil)
) STRICT, WITHOUT ROWID;
CREATE INDEX liaison_letter_pupil_pupil ON liaison_letter_pupil (pupil);

-- A reply by mail that signed nothing: for the teacher to read.
CREATE TABLE liaison_incoming (
    id          INTEGER PRIMARY KEY,
    letter      INTEGER NOT NULL REFERENCES liaison_letter ON DELETE CASCADE,
    received_at INTEGER NOT NULL,
    message     TEXT    NOT NULL UNIQUE,           -- its Message-ID, folded: never taken twice
    why         TEXT    NOT NULL,                  -- what hindered it from being an answer
    text        TEXT    NOT NULL,                  -- the lines above what it quotes; empty once it was read and put away
    read_at     INTEGER,
    read_by     INTEGER REFERENCES person ON DELETE SET NULL
) STRICT;
CREATE INDEX liaison_incoming_letter ON liaison_incoming (letter);
