-- What search stands on. Names are kept by triggers, so that no writer of people can forget them; words, whose stems SQL
-- cannot tell, by the store functions of the liaison book.

-- By which version of folding and stemming each index was built; an older one is built anew when the service starts.
CREATE TABLE search_shelf (
    name    TEXT    PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- A new database has nothing to index yet, and what follows is indexed as it comes; with words, a start indexes them.
INSERT INTO search_shelf (name, version) SELECT 'words', 1 WHERE NOT EXISTS (SELECT 1 FROM liaison_note);

-- Everything by which somebody may be looked for: the names in use, folded as lists are sorted, and the family name.
CREATE VIEW person_named AS
    SELECT id, sort_key || ' ' || replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
        last_name, 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'), 'ß', 'ss'), 'ø', 'o'), 'Ø', 'o'), 'ł', 'l'), 'Ł', 'l'), 'đ', 'd'), 'Đ', 'd') AS names
    FROM person;
CREATE VIRTUAL TABLE person_search USING fts5(names, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
-- Who is taken away leaves no trace in the index.
INSERT INTO person_search (person_search, rank) VALUES ('secure-delete', 1);
INSERT INTO person_search (rowid, names) SELECT id, names FROM person_named;
CREATE TRIGGER person_search_add AFTER INSERT ON person BEGIN
    INSERT INTO person_search (rowid, names) SELECT id, names FROM person_named WHERE id = new.id;
END;
CREATE TRIGGER person_search_change AFTER UPDATE OF sort_key, last_name ON person BEGIN
    UPDATE person_search SET names = (SELECT names FROM person_named WHERE id = new.id) WHERE rowid = new.id;
END;
CREATE TRIGGER person_search_remove AFTER DELETE ON person BEGIN
    DELETE FROM person_search WHERE rowid = old.id;
END;

-- The words that are shown, by number; the text itself stands in liaison_version and is not kept twice.
CREATE VIRTUAL TABLE liaison_search USING fts5(folded, stems, version UNINDEXED, content = '', contentless_delete = 1,
    contentless_unindexed = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3', detail = 'column');
