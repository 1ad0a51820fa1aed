-- A page of the blog asks what was said for each child on its photos: the index alone answers.
DROP INDEX consent_answer_of;
CREATE INDEX consent_answer_of ON consent_answer (pupil, request, guardian, id, says, cancelled_at);

-- When the school's rule was last made stricter: what was put together before may show somebody for whom it now lacks a yes.
ALTER TABLE settings ADD COLUMN image_consent_since INTEGER;
