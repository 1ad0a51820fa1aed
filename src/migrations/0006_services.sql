-- Rooms that the director has turned off, for the whole school or for a class. No row: the room is on.

CREATE TABLE service_off (
    room   TEXT    NOT NULL,
    class  INTEGER REFERENCES class ON DELETE CASCADE, -- NULL: the whole school
    off_at INTEGER NOT NULL,
    off_by INTEGER REFERENCES person ON DELETE SET NULL
) STRICT;
CREATE UNIQUE INDEX service_off_room ON service_off (room, coalesce(class, 0));
CREATE INDEX service_off_class ON service_off (class);
