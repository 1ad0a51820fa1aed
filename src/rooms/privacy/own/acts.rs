//! Lines of the journal in words: what is done often says itself, the rest is told by its code.

const ACTS: &[(&str, &str)] = &[
    ("AskTakeaway", "A demandé ses données"),
    ("ExportSchool", "A demandé les données de l’école"),
    ("SignNote", "A signé un mot"),
    ("AcknowledgeNote", "A confirmé avoir lu un mot"),
    ("DecideImages", "A répondu à une demande d’autorisation d’image"),
    ("WriteWord", "A écrit un mot"),
    ("CorrectNote", "A corrigé un mot"),
    ("WithdrawNote", "A retiré un mot"),
    ("RemindFamilies", "A relancé les familles"),
    ("RecordPaper", "A noté une réponse en papier"),
    ("PublishPost", "A publié un article"),
    ("WritePost", "A écrit un article"),
    ("WriteMessage", "A écrit un message"),
    ("HandIn", "A remis un fichier"),
    ("KeepSpace", "A rangé un document"),
    ("ManagePupil", "A modifié une fiche d’élève"),
    ("ManagePerson", "A modifié une fiche"),
    ("ManageTie", "A modifié un lien de responsabilité"),
    ("ManageSchool", "A modifié un réglage de l’école"),
    ("sign_in", "S’est connecté·e"),
    ("sign_out", "S’est déconnecté·e"),
    ("activate", "A activé le compte"),
    ("change_passphrase", "A changé la phrase de passe"),
    ("choose_notices", "A choisi ses avis"),
    ("confirm_passphrase", "A redonné la phrase de passe"),
    ("accept_rules", "A accepté la charte"),
    ("ask_new_address", "A demandé à changer d’adresse e-mail"),
    ("end_session", "A fermé une connexion"),
    ("own_sign_in", "A reconnu une connexion"),
    ("disown_sign_in", "A signalé une connexion inconnue"),
    ("make_application_password", "A créé un mot de passe d’application"),
    ("revoke_application_password", "A retiré un mot de passe d’application"),
    ("turn_on_second_factor", "A mis en place la connexion en deux étapes"),
    ("turn_off_second_factor", "A arrêté la connexion en deux étapes"),
    ("reset_second_factor", "A remis à zéro la connexion en deux étapes"),
    ("draw_recovery_codes", "A demandé des codes de secours"),
    ("draw_slip", "A préparé une fiche de connexion"),
    ("close_account", "A fermé le compte"),
    ("reopen_account", "A rouvert le compte"),
    ("draw_pupil_secret", "A donné à l’élève de quoi se connecter"),
    ("merge_people", "A réuni deux fiches"),
    ("AddTie", "A ajouté un lien de responsabilité"),
    ("LookAtTie", "A vérifié un lien de responsabilité"),
    ("AddPupil", "A ajouté un élève"),
    ("AddDuty", "A ajouté une fonction"),
    ("MovePupil", "A changé un élève de classe"),
    ("MovePupilBack", "A annulé un changement de classe"),
    ("CancelPaper", "A annulé une réponse en papier"),
    ("SendNote", "A envoyé un mot"),
    ("SchedulePost", "A programmé un article"),
];

const THINGS: [(&str, &str); 14] = [
    ("note", "mot"),
    ("person", "fiche"),
    ("pupil", "élève"),
    ("account", "compte"),
    ("school", "école"),
    ("class", "classe"),
    ("post", "article"),
    ("thread", "conversation"),
    ("message", "message"),
    ("document", "document"),
    ("space", "espace de documents"),
    ("casier", "casier"),
    ("tie", "lien de responsabilité"),
    ("takeaway", "données emportées"),
];

pub fn act(code: &str) -> String {
    let known = ACTS.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| format!("Autre action ({code})"), |(_, said)| (*said).to_owned())
}

pub fn thing(code: &str) -> &str {
    THINGS.iter().find(|(known, _)| *known == code).map_or(code, |(_, said)| *said)
}
