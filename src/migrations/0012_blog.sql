-- The class blog: posts, what goes with them, what colleagues said of them, comments.

CREATE TABLE blog_category (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    sort_key TEXT NOT NULL UNIQUE               -- folded name
) STRICT;

-- To begin with; each school keeps its own.
INSERT INTO blog_category (name, sort_key) VALUES ('Arts et musique', 'arts et musique'), ('Projets', 'projets'), ('Sciences', 'sciences'),
    ('Sorties', 'sorties'), ('Sport', 'sport'), ('Vie de la classe', 'vie de la classe');

CREATE TABLE blog_post (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    author       INTEGER NOT NULL REFERENCES person,
    state        TEXT    NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'scheduled', 'published', 'withdrawn')),
    title        TEXT    NOT NULL DEFAULT '',
    body         TEXT    NOT NULL DEFAULT '',   -- clean HTML
    category     INTEGER REFERENCES blog_category ON DELETE SET NULL,
    occasion     TEXT    NOT NULL DEFAULT '',   -- the occasion whose consents count, beside those of the year
    audience     INTEGER UNIQUE REFERENCES audience, -- once it is scheduled or published
    purpose      TEXT    NOT NULL DEFAULT 'class' CHECK (purpose IN ('class', 'school')), -- which consent its audience needs
    version      INTEGER NOT NULL DEFAULT 1,    -- one more each time that a published text is changed
    made_at      INTEGER NOT NULL,
    changed_at   INTEGER NOT NULL,
    changed_by   INTEGER REFERENCES person,     -- NULL: its author
    submitted_at INTEGER,
    leaves_at    INTEGER,                       -- when it is to leave; the hour counts while it is scheduled
    published_at INTEGER,
    published_on TEXT,                          -- the school's day of it: which consents cover its photos
    published_by INTEGER REFERENCES person,     -- while it is scheduled: who set the hour
    stopped_at   INTEGER,                       -- its hour came and it could not leave
    stopped_why  TEXT CHECK (stopped_why IN ('right', 'problem')),
    pinned_at    INTEGER,
    comments     INTEGER NOT NULL DEFAULT 0 CHECK (comments IN (0, 1)), -- opened by the teacher on this post
    public_at    INTEGER,                       -- on the school's public page since
    public_by    INTEGER REFERENCES person,
    public_left_at INTEGER,                     -- it left that page: changed since by another than the director, who decides anew
    withdrawn_at INTEGER,
    withdrawn_by INTEGER REFERENCES person
) STRICT;
CREATE INDEX blog_post_author ON blog_post (author, changed_at);
CREATE INDEX blog_post_author_at ON blog_post (author, published_at) WHERE state = 'published';
CREATE INDEX blog_post_category ON blog_post (category) WHERE category IS NOT NULL;
CREATE INDEX blog_post_published ON blog_post (published_at) WHERE state = 'published';
CREATE INDEX blog_post_submitted ON blog_post (submitted_at) WHERE state = 'submitted';
CREATE INDEX blog_post_leaves ON blog_post (leaves_at) WHERE state = 'scheduled';
CREATE INDEX blog_post_pinned ON blog_post (pinned_at) WHERE pinned_at IS NOT NULL;
CREATE INDEX blog_post_in_hand ON blog_post (changed_at) WHERE state IN ('draft', 'returned');
CREATE INDEX blog_post_left ON blog_post (public_left_at) WHERE public_left_at IS NOT NULL;
CREATE INDEX blog_post_public ON blog_post (public_at) WHERE public_at IS NOT NULL;

-- For whom its author means it: an audience, once somebody who may write to them publishes it.
CREATE TABLE blog_target (
    post  INTEGER NOT NULL REFERENCES blog_post ON DELETE CASCADE,
    class INTEGER NOT NULL,                     -- 0: the whole school
    PRIMARY KEY (post, class)
) STRICT, WITHOUT ROWID;
CREATE INDEX blog_target_class ON blog_target (class);

-- What a published post said before it was changed.
CREATE TABLE blog_version (
    post       INTEGER NOT NULL REFERENCES blog_post ON DELETE CASCADE,
    version    INTEGER NOT NULL,
    title      TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    written_at INTEGER NOT NULL,
    written_by INTEGER NOT NULL REFERENCES person,
    PRIMARY KEY (post, version)
) STRICT, WITHOUT ROWID;

-- What who reviews it says to its author.
CREATE TABLE blog_remark (
    id      INTEGER PRIMARY KEY,
    post    INTEGER NOT NULL REFERENCES blog_post ON DELETE CASCADE,
    said_by INTEGER NOT NULL REFERENCES person,
    said_at INTEGER NOT NULL,
    text    TEXT    NOT NULL
) STRICT;
CREATE INDEX blog_remark_post ON blog_remark (post);

CREATE TABLE blog_media (
    post    INTEGER NOT NULL REFERENCES blog_post ON DELETE CASCADE,
    media   INTEGER NOT NULL REFERENCES media ON DELETE CASCADE,
    place   INTEGER NOT NULL,
    -- all: whom the post is for. private: only guardians of the children tagged. out: nobody but who may change the post.
    shown   TEXT    NOT NULL DEFAULT 'all' CHECK (shown IN ('all', 'private', 'out')),
    PRIMARY KEY (post, media)
) STRICT, WITHOUT ROWID;
CREATE INDEX blog_media_media ON blog_media (media);

-- Hidden since a consent changed: its teachers were told. What is shown is judged each time, never read here.
CREATE TABLE blog_hidden (
    post  INTEGER NOT NULL REFERENCES blog_post ON DELETE CASCADE,
    media INTEGER NOT NULL REFERENCES media ON DELETE CASCADE,
    since INTEGER NOT NULL,
    PRIMARY KEY (post, media)
) STRICT, WITHOUT ROWID;
CREATE INDEX blog_hidden_media ON blog_hidden (media);
CREATE INDEX blog_hidden_since ON blog_hidden (since);

CREATE TABLE blog_comment (
    id        INTEGER PRIMARY KEY,
    post      INTEGER NOT NULL REFERENCES blog_post ON DELETE CASCADE,
    author    INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    text      TEXT    NOT NULL,
    said_at   INTEGER NOT NULL,
    state     TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'shown', 'removed')),
    judged_at INTEGER,
    judged_by INTEGER REFERENCES person ON DELETE SET NULL
) STRICT;
CREATE INDEX blog_comment_post ON blog_comment (post, said_at);
CREATE INDEX blog_comment_waiting ON blog_comment (said_at) WHERE state = 'waiting';
CREATE INDEX blog_comment_author ON blog_comment (author);

-- Guardians and other staff whom a class's teacher invited to propose posts.
CREATE TABLE blog_contributor (
    class      INTEGER NOT NULL REFERENCES class ON DELETE CASCADE,
    person     INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    invited_by INTEGER REFERENCES person ON DELETE SET NULL,
    invited_at INTEGER NOT NULL,
    PRIMARY KEY (class, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX blog_contributor_person ON blog_contributor (person);

-- The posts that are shown, by number; their text stands in blog_post and is not kept twice.
CREATE VIRTUAL TABLE blog_search USING fts5(folded, stems, version UNINDEXED, content = '', contentless_delete = 1,
    contentless_unindexed = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3', detail = 'column');
INSERT INTO search_shelf (name, version) VALUES ('posts', 1);

-- The school's public page: there while this one row is. Closing it takes no post off: what was put there comes back with it.
CREATE TABLE public_page (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    opened_at INTEGER NOT NULL,
    opened_by INTEGER REFERENCES person ON DELETE SET NULL
) STRICT;
