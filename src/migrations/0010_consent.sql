-- Image consents: what is asked of guardians, by purpose, for a school year or an occasion; and what each said. A photo is
-- judged by the day on which it was shown: what is asked covers the days from_on … until_on.

CREATE TABLE consent_request (
    id       INTEGER PRIMARY KEY,
    purpose  TEXT    NOT NULL CHECK (purpose IN ('class', 'school', 'public', 'press')),
    occasion TEXT    NOT NULL DEFAULT '',       -- « Kermesse du 19 juin »; empty: the school year
    from_on  TEXT    NOT NULL,
    until_on TEXT    NOT NULL CHECK (until_on >= from_on),
    text     TEXT    NOT NULL,                  -- the sentence that is agreed to
    version  INTEGER NOT NULL DEFAULT 1,        -- of that sentence: one more each time that it is changed
    asked_by INTEGER REFERENCES person ON DELETE SET NULL,
    asked_at INTEGER NOT NULL
) STRICT;
CREATE INDEX consent_request_days ON consent_request (until_on, purpose);

-- Of whom it was asked: of whoever a word reached, newcomers too. One request may be asked by several words.
CREATE TABLE consent_asking (
    request   INTEGER NOT NULL REFERENCES consent_request ON DELETE CASCADE,
    audience  INTEGER NOT NULL REFERENCES audience ON DELETE CASCADE,
    follow_up TEXT    NOT NULL,                 -- the page where the answers to that word are followed up
    PRIMARY KEY (request, audience)
) STRICT, WITHOUT ROWID;
CREATE INDEX consent_asking_audience ON consent_asking (audience);

-- One row each time somebody says something; of one guardian for one pupil the newest that is not cancelled counts.
CREATE TABLE consent_answer (
    id           INTEGER PRIMARY KEY,
    request      INTEGER NOT NULL REFERENCES consent_request ON DELETE CASCADE,
    pupil        INTEGER NOT NULL REFERENCES pupil ON DELETE CASCADE,
    guardian     INTEGER REFERENCES person ON DELETE CASCADE, -- NULL: on paper, whose hand was not told
    says         INTEGER NOT NULL CHECK (says IN (0, 1)),
    text         TEXT    NOT NULL,              -- the sentence as it was read
    version      INTEGER NOT NULL,
    answered_at  INTEGER NOT NULL,
    how          TEXT    NOT NULL CHECK (how IN ('application', 'one_tap', 'mail', 'paper')),
    recorded_by  INTEGER REFERENCES person ON DELETE SET NULL, -- on paper: who recorded it
    cancelled_at INTEGER,                       -- recorded by mistake
    CHECK (guardian IS NOT NULL OR how = 'paper')
) STRICT;
CREATE INDEX consent_answer_of ON consent_answer (pupil, request, guardian, id);
CREATE INDEX consent_answer_request ON consent_answer (request);
CREATE INDEX consent_answer_guardian ON consent_answer (guardian);
