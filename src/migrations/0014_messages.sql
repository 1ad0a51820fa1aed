-- Messages between adults of the school, and, where it is opened, pupils and their teachers.

-- Who may begin to write to whom, where the director decided otherwise than the house (src/school/correspondence).
CREATE TABLE correspondence (
    pair       TEXT    PRIMARY KEY,             -- « family_to_teacher »: its name in the table that the director reads
    allowed    INTEGER NOT NULL CHECK (allowed IN (0, 1)),
    changed_at INTEGER NOT NULL,
    changed_by INTEGER REFERENCES person ON DELETE SET NULL
) STRICT, WITHOUT ROWID;

-- All exchanges stopped for these, after a theft of accounts for instance, until the director opens them again.
CREATE TABLE correspondence_freeze (
    profile   TEXT    PRIMARY KEY CHECK (profile IN ('families', 'staff', 'pupils')),
    frozen_at INTEGER NOT NULL,
    frozen_by INTEGER REFERENCES person ON DELETE SET NULL
) STRICT, WITHOUT ROWID;

-- Somebody of the staff who takes no message for a while; it ends by itself.
CREATE TABLE correspondence_pause (
    person   INTEGER PRIMARY KEY REFERENCES person ON DELETE CASCADE,
    from_on  TEXT    NOT NULL,
    until_on TEXT    NOT NULL,                  -- last day
    holds    INTEGER NOT NULL CHECK (holds IN (0, 1)), -- 1: what comes waits for the end; 0: it comes, and is answered by the text alone
    answer   TEXT    NOT NULL DEFAULT ''        -- said by itself, once to each; empty: nothing is
) STRICT;
CREATE TABLE correspondence_answered (
    person INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    writer INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    at     INTEGER NOT NULL,
    PRIMARY KEY (person, writer)
) STRICT, WITHOUT ROWID;
CREATE INDEX correspondence_answered_writer ON correspondence_answered (writer);

-- On which days an account passed its limit of recipients: the direction is told once a day.
CREATE TABLE correspondence_limit (
    person INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    day    TEXT    NOT NULL,
    PRIMARY KEY (person, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX correspondence_limit_day ON correspondence_limit (day);

CREATE TABLE thread (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    opener    INTEGER NOT NULL REFERENCES person,
    subject   TEXT    NOT NULL,
    -- all: every member reads every message. opener: an answer goes to the opener alone, and members do not know each other.
    -- none: no answer.
    answers   TEXT    NOT NULL CHECK (answers IN ('all', 'opener', 'none')),
    to_said   TEXT    NOT NULL,                 -- JSON: to whom it was addressed, as it was said: [{"class":"CE1 A"}, {"person":12}…]
    opened_at INTEGER NOT NULL,
    closed_at INTEGER,                          -- to answers
    closed_by INTEGER REFERENCES person ON DELETE SET NULL
) STRICT;
CREATE INDEX thread_opener ON thread (opener, opened_at);

-- Who takes part, the opener too. It is read while one of the ties through which it came holds.
CREATE TABLE thread_member (
    thread      INTEGER NOT NULL REFERENCES thread ON DELETE CASCADE,
    person      INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    last_at     INTEGER NOT NULL,               -- of the newest message that they see: the order of their list
    read_to     INTEGER NOT NULL DEFAULT 0,     -- the newest message that they have opened; shown to nobody else
    unread      INTEGER NOT NULL DEFAULT 0,
    archived_at INTEGER,
    PRIMARY KEY (thread, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX thread_member_list ON thread_member (person, last_at) WHERE archived_at IS NULL;
CREATE INDEX thread_member_archive ON thread_member (person, last_at) WHERE archived_at IS NOT NULL;
CREATE INDEX thread_member_unread ON thread_member (person) WHERE unread > 0;

-- The child in whose respect a guardian takes part; the class through which a teacher does needs no row. None: as oneself.
CREATE TABLE thread_through (
    thread INTEGER NOT NULL REFERENCES thread ON DELETE CASCADE,
    person INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    pupil  INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    PRIMARY KEY (thread, person, pupil)
) STRICT, WITHOUT ROWID;
CREATE INDEX thread_through_pupil ON thread_through (pupil);
CREATE INDEX thread_through_person ON thread_through (person);

CREATE TABLE message (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    author       INTEGER NOT NULL REFERENCES person,
    thread       INTEGER REFERENCES thread ON DELETE CASCADE, -- NULL: the draft of a new one
    -- draft: its author's alone. waiting: its thread is there, and it leaves at its hour. delivered. recalled before that.
    state        TEXT    NOT NULL CHECK (state IN ('draft', 'waiting', 'delivered', 'recalled')),
    only_to      INTEGER REFERENCES person,     -- NULL: every member. Else they and its author
    body         TEXT    NOT NULL DEFAULT '',   -- clean HTML
    draft        TEXT    NOT NULL DEFAULT '',   -- JSON, while it is a draft: subject, recipients, what was ticked
    text_in_mail INTEGER NOT NULL DEFAULT 0 CHECK (text_in_mail IN (0, 1)),
    how          TEXT    NOT NULL DEFAULT 'application' CHECK (how IN ('application', 'mail', 'automatic')),
    recipients   INTEGER NOT NULL DEFAULT 0,    -- how many it was sent to: what limits of accounts count
    changed_at   INTEGER NOT NULL,
    sent_at      INTEGER,                       -- when its author sent it
    leaves_at    INTEGER,                       -- when it is to be delivered
    delivered_at INTEGER
) STRICT;
CREATE INDEX message_thread ON message (thread, id) WHERE thread IS NOT NULL;
CREATE INDEX message_drafts ON message (author, changed_at) WHERE state = 'draft';
CREATE INDEX message_sent ON message (author, sent_at) WHERE sent_at IS NOT NULL;
CREATE INDEX message_leaves ON message (leaves_at) WHERE state = 'waiting';
CREATE INDEX message_only_to ON message (only_to) WHERE only_to IS NOT NULL;
CREATE INDEX message_draft_age ON message (changed_at) WHERE state = 'draft';

CREATE TABLE message_media (
    message INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
    media   INTEGER NOT NULL REFERENCES media ON DELETE CASCADE,
    place   INTEGER NOT NULL,
    PRIMARY KEY (message, media)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_media_media ON message_media (media);

-- A member shows one message to the director; the director sees that message and nothing else of the thread.
CREATE TABLE message_report (
    id          INTEGER PRIMARY KEY,
    message     INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
    reporter    INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    why         TEXT    NOT NULL,
    reported_at INTEGER NOT NULL,
    settled_at  INTEGER,
    settled_by  INTEGER REFERENCES person ON DELETE SET NULL,
    remark      TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX message_report_of ON message_report (message, reporter);
CREATE INDEX message_report_reporter ON message_report (reporter);
CREATE INDEX message_report_settled ON message_report (settled_at) WHERE settled_at IS NOT NULL;
CREATE INDEX message_report_open ON message_report (reported_at) WHERE settled_at IS NULL;

-- Messages by number; their text stands in message and is not kept twice. Only one's own threads answer.
CREATE VIRTUAL TABLE message_search USING fts5(folded, stems, version UNINDEXED, content = '', contentless_delete = 1,
    contentless_unindexed = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3', detail = 'column');
INSERT INTO search_shelf (name, version) VALUES ('messages', 1);

-- A letter that told of a message, while it may be answered by return mail.
CREATE TABLE message_letter (
    id         INTEGER PRIMARY KEY,
    message    INTEGER NOT NULL REFERENCES message ON DELETE CASCADE,
    person     INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    email      TEXT    NOT NULL,                       -- where it went: another address answers nothing
    has_text   INTEGER NOT NULL CHECK (has_text IN (0, 1)), -- the message itself stood in it
    reply      BLOB    UNIQUE CHECK (length(reply) = 32), -- SHA-256 of the token in the reply address
    made_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    refused_at INTEGER                                 -- that an answer was not taken is said once a letter
) STRICT;
CREATE INDEX message_letter_message ON message_letter (message, person);
CREATE INDEX message_letter_person ON message_letter (person);
CREATE INDEX message_letter_expires ON message_letter (expires_at);
-- Answers read from the mailbox, by their Message-ID, folded: never taken twice.
CREATE TABLE message_incoming (
    message     TEXT    PRIMARY KEY,
    letter      INTEGER NOT NULL REFERENCES message_letter ON DELETE CASCADE,
    received_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX message_incoming_letter ON message_incoming (letter);
