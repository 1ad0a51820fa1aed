//! What happened since, in French: why something can no longer be put back by itself.

use crate::base::db::record::Since;

/// After a name: « Marc Bénard », « a signé un mot ».
pub fn obstacle(table: &str, since: Since) -> &'static str {
    match (table, since) {
        ("account", Since::Used) => "a activé son compte",
        ("account", _) => "son compte a servi ou changé depuis",
        ("liaison_answer", Since::Used) => "a répondu à un mot",
        ("consent_answer", Since::Used) => "a répondu à une autorisation d’image",
        ("liaison_note" | "liaison_version", Since::Used) => "a écrit un mot",
        ("audience_pupil", Since::Used) => "a reçu un mot",
        ("enrolment", Since::Used) => "a été mis dans une classe",
        ("enrolment", _) => "a changé de classe",
        ("guardianship", Since::Used) => "a été noté comme responsable d’un enfant",
        ("guardianship", _) => "son lien avec un enfant a été modifié",
        ("duty", Since::Used) => "a reçu une fonction",
        ("duty", _) => "sa fonction a été modifiée",
        ("person" | "pupil", Since::Changed) => "sa page a été modifiée",
        ("person" | "pupil", _) => "sa page n’existe plus",
        ("service_off", Since::Used) => "un service y a été éteint",
        ("people_undo", Since::Used) => "sa page a été réunie avec une autre",
        ("pupil_group", _) => "le groupe a été modifié",
        ("class", Since::Used) => "on a déjà écrit à une classe de la nouvelle année, ou rangé un document chez elle",
        ("rollover", _) => "la rentrée suivante est déjà en préparation : abandonnez-la d’abord",
        ("school_year" | "holiday", _) => "le calendrier a été modifié",
        ("class", _) => "la classe a été modifiée",
        ("pupil_group_member" | "pupil_group_leader", _) => "est dans un groupe",
        ("blog_contributor", Since::Used) => "a été invité à aider au blog",
        ("liaison_answer", _) => "ses réponses ont changé",
        (_, Since::Used) => "sert ailleurs dans Préau",
        _ => "quelque chose a changé à son sujet",
    }
}
