-- A page of the blog asks what was said for each child on its photos: the index alone answers.
DROP INDEX consent_answer_of;
CREATE INDEX consent_answer_of ON consent_answer (pupil, request, guardian, id, says, cancelled_at);
