//! Groups of pupils: made, led, written to, and who sees what of it.

use crate::world::{Browser, Reply, School, row};

fn status(school: &School, who: &str, path: &str) -> u16 {
    school.browser(who).get_once(path).status
}

/// A word to the choir, through the page.
fn sing(school: &School, who: &str, title: &str) -> i64 {
    let mut browser = school.browser(who);
    let page = browser.get(&format!("/cahier-de-liaison/nouveau?groupe={}", school.group("Chorale")));
    let form = page.form("Envoyer").set("titre", title).set("texte", "À 17 h.").set("categorie", "evenement");
    let reply = form.set("demande", "one").send(&mut browser);
    number(reply.assert_status(200))
}

fn number(reply: &Reply) -> i64 {
    let parts: Vec<&str> = reply.path.split('/').collect();
    assert_eq!(parts.get(3), Some(&"suivi"), "{}", reply.path);
    parts[2].parse().unwrap()
}

/// A group of these pupils, made by the director; its number.
fn make(school: &School, name: &str, pupils: &[&str], leaders: &[&str], until: &str) -> i64 {
    let mut anne = school.browser("directrice");
    let form = anne.get("/groupes/nouveau").form("Créer").set("nom", name).set("jusqu_au", until);
    let form = pupils.iter().fold(form, |form, who| form.tick("eleve", &school.id(who).to_string()));
    let form = leaders.iter().fold(form, |form, who| form.tick("anime", &school.id(who).to_string()));
    let reply = form.send(&mut anne);
    reply.assert_says("est créé").path.rsplit('/').next().unwrap().parse().unwrap()
}

fn word(note: i64) -> String {
    format!("/cahier-de-liaison/{note}")
}

fn suivi(note: i64) -> String {
    format!("/cahier-de-liaison/{note}/suivi")
}

#[test]
fn a_leader_without_a_class_writes_follows_reminds_corrects_and_withdraws() {
    let school = School::new();
    let note = sing(&school, "animatrice", "Concert");
    let mut awa = school.browser("animatrice");
    let page = awa.get(&suivi(note));
    page.assert_says("Léa").assert_says("Tom").assert_silent_on("Zoé").assert_silent_on("Hugo");
    page.form("Relancer").send(&mut awa).assert_says("familles voient le rappel");
    awa.get(&word(note)).assert_says("Pour le groupe Chorale");
    let form = awa.get(&format!("{}/corriger", word(note))).form("Corriger le mot");
    form.set("texte", "À 18 h.").send(&mut awa).assert_says("Le mot est corrigé");
    awa.get("/").assert_says("Concert");
    awa.get("/cahier-de-liaison").assert_says("Concert").assert_silent_on("Réunion de rentrée");
    // Nothing of the word to the class.
    for path in [word(1), suivi(1)] {
        assert_eq!(status(&school, "animatrice", &path), 404, "{path}");
    }
    let form = awa.get(&format!("{}/retirer", word(note))).form("Retirer le mot");
    form.send(&mut awa).assert_says("Retiré");
    assert_eq!(status(&school, "parent_lea", &word(note)), 404);
}

#[test]
fn families_of_the_group_read_it_and_see_from_which_group() {
    let school = School::new();
    let note = sing(&school, "animatrice", "Concert");
    for who in ["parent_lea", "other_parent_lea"] {
        let mut parent = school.browser(who);
        parent.get(&word(note)).assert_says("Pour Léa , groupe Chorale");
        parent.get("/cahier-de-liaison").assert_says("(groupe Chorale)").assert_silent_on("Tom");
    }
    assert_eq!(status(&school, "lea", &word(note)), 200);
    // A guardian of a pupil outside the group.
    for who in ["mere_sans_autorite", "pere_restreint", "visiteur"] {
        assert_ne!(status(&school, who, &word(note)), 200, "{who}");
    }
    assert_eq!(status(&school, "mere_sans_autorite", &word(note)), 404);
}

#[test]
fn the_class_teacher_reads_it_and_has_no_hand_in_it() {
    let school = School::new();
    let note = sing(&school, "animatrice", "Concert");
    let mut teacher = school.browser("maitre_cm1");
    teacher.get(&suivi(note)).assert_says("Léa").assert_silent_on("Tom");
    for what in ["corriger", "retirer"] {
        assert_eq!(status(&school, "maitre_cm1", &format!("{}/{what}", word(note))), 403);
    }
    teacher.post(&format!("{}/relancer", word(note)), &[]).assert_status(403);
    assert_eq!(status(&school, "maitre_cm1", &format!("/groupes/{}", school.group("Chorale"))), 404);
    let page = teacher.get("/cahier-de-liaison/nouveau");
    let form = page.form("Envoyer").set("titre", "x").set("texte", "x").set("categorie", "divers");
    let form = form.set("demande", "nothing").forge("a_qui", "groupes");
    form.forge("groupe", &school.group("Chorale").to_string()).send(&mut teacher).assert_status(404);
}

#[test]
fn a_co_leader_follows_her_own_group_only() {
    let school = School::new();
    let chess = make(&school, "Échecs", &["hugo"], &["atsem"], "2027-06-30");
    let mut anne = school.browser("directrice");
    let page = anne.get("/cahier-de-liaison/nouveau");
    let form = page.form("Envoyer").set("titre", "Fête").set("texte", "Samedi.").set("categorie", "evenement");
    let form = form.set("demande", "one").set("a_qui", "groupes");
    let form = form.tick("groupe", &chess.to_string()).tick("groupe", &school.group("Chorale").to_string());
    let note = number(&form.send(&mut anne));
    school.browser("atsem").get(&suivi(note)).assert_says("Hugo").assert_silent_on("Léa").assert_silent_on("Tom");
    school.browser("animatrice").get(&suivi(note)).assert_says("Léa").assert_silent_on("Hugo");
    anne.get(&word(note)).assert_says("le groupe Chorale et le groupe Échecs");
    // A word to the choir alone is none of hers, nor its page.
    let other = sing(&school, "animatrice", "Concert");
    assert_eq!(status(&school, "atsem", &word(other)), 404);
    assert_eq!(status(&school, "atsem", &format!("/groupes/{}", school.group("Chorale"))), 404);
    assert_eq!(status(&school, "atsem", &format!("/groupes/{chess}")), 200);
}

#[test]
fn a_leaders_rights_end_the_day_after_the_last_one() {
    let school = School::new();
    let note = sing(&school, "animatrice", "Concert");
    school.at("2027-06-30 18:00");
    assert_eq!(status(&school, "animatrice", &suivi(note)), 200);
    school.at("2027-07-01 08:00");
    for path in ["/cahier-de-liaison".to_owned(), word(note), suivi(note), "/groupes".to_owned()] {
        assert_eq!(status(&school, "animatrice", &path), 404, "{path}");
    }
    assert_eq!(status(&school, "parent_lea", &word(note)), 200);
}

#[test]
fn who_no_longer_works_here_leads_nothing() {
    let school = School::new();
    let chess = make(&school, "Échecs", &["hugo"], &["remplacante"], "2027-06-30");
    // Between her two replacements she is not of the staff.
    assert_eq!(status(&school, "remplacante", &format!("/groupes/{chess}")), 404);
    school.at("2026-12-02 08:30");
    assert_eq!(status(&school, "remplacante", &format!("/groupes/{chess}")), 200);
    school.at("2026-12-12 08:30");
    assert_eq!(status(&school, "remplacante", &format!("/groupes/{chess}")), 404);
}

#[test]
fn who_joins_is_reached_and_who_leaves_keeps() {
    let school = School::new();
    let note = sing(&school, "animatrice", "Concert");
    let choir = format!("/groupes/{}/modifier", school.group("Chorale"));
    let mut anne = school.browser("directrice");
    assert_eq!(status(&school, "mere_sans_autorite", &word(note)), 404);
    let form = anne.get(&choir).form("Enregistrer").tick("eleve", &school.id("zoe").to_string());
    form.untick("eleve", &school.id("lea").to_string()).send(&mut anne).assert_says("est enregistré");
    assert_eq!(status(&school, "mere_sans_autorite", &word(note)), 200);
    assert_eq!(status(&school, "parent_lea", &word(note)), 200);
    let page = anne.get(&format!("/groupes/{}", school.group("Chorale")));
    page.assert_says("Zoé").assert_silent_on("Léa");
    let next = sing(&school, "animatrice", "Galette");
    assert_eq!(status(&school, "parent_lea", &word(next)), 404);
}

#[test]
fn who_leaves_the_school_leaves_its_groups() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let form = anne.get(&format!("/ecole/eleves/{}/depart", school.id("tom")));
    form.form("départ").send(&mut anne).assert_status(200);
    assert_eq!(row(&school, &format!("SELECT count(*) FROM pupil_group_member WHERE pupil = {}", school.id("tom"))), 0);
}

#[test]
fn only_an_unused_group_disappears() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    sing(&school, "animatrice", "Concert");
    let path = |group: i64| format!("/groupes/{group}/suppression");
    anne.post(&path(school.group("Chorale")), &[]).assert_status(422).assert_says("ne peut plus être supprimé");
    let chess = make(&school, "Échecs", &["hugo"], &["maitre_cm1"], "2027-06-30");
    anne.post(&path(chess), &[]).assert_says("est supprimé");
    anne.post(&format!("/groupes/{}/fin", school.group("Chorale")), &[]).assert_says("se termine");
    school.at("2026-11-18 08:30");
    assert_eq!(status(&school, "animatrice", "/cahier-de-liaison"), 404);
    anne.get("/groupes").assert_says("Groupes terminés").assert_says("Chorale");
}

#[test]
fn a_teacher_groups_her_own_pupils_and_no_others() {
    let school = School::new();
    let mut teacher = school.browser("maitre_cm1");
    let page = teacher.get("/groupes/nouveau");
    page.assert_says("Zoé").assert_silent_on("Tom");
    let form = page.form("Créer").set("nom", "Échecs").tick("eleve", &school.id("zoe").to_string());
    let made = form.send(&mut teacher);
    made.assert_says("Animé par M. Étienne Roussel").assert_says("Écrire un mot à ce groupe");
    let path = made.path.clone();
    // Another's pupil, another leader: refused whole.
    let form = teacher.get("/groupes/nouveau").form("Créer").set("nom", "Non");
    form.tick("eleve", &school.id("tom").to_string()).send(&mut teacher).assert_status(404);
    let form = teacher.get(&format!("{path}/modifier")).form("Enregistrer").set("nom", "Échecs du lundi");
    form.forge("anime", &school.id("atsem").to_string()).send(&mut teacher).assert_says("Échecs du lundi");
    assert_eq!(status(&school, "atsem", &path), 404);
    assert_eq!(status(&school, "maitresse_ce1", &path), 404);
    // What the director adds from elsewhere stays when the teacher saves, and a group that is hers to lead only is not hers.
    let mut anne = school.browser("directrice");
    let form = anne.get(&format!("{path}/modifier")).form("Enregistrer").tick("eleve", &school.id("hugo").to_string());
    form.send(&mut anne).assert_status(200);
    teacher.get(&format!("{path}/modifier")).form("Enregistrer").send(&mut teacher).assert_says("Hugo");
    let other = make(&school, "Chant", &["tom"], &["maitre_cm1"], "2027-06-30");
    assert_eq!(status(&school, "maitre_cm1", &format!("/groupes/{other}")), 200);
    assert_eq!(status(&school, "maitre_cm1", &format!("/groupes/{other}/modifier")), 403);
    assert_eq!(status(&school, "animatrice", "/groupes/nouveau"), 403);
    assert_eq!(status(&school, "parent_lea", "/groupes"), 404);
}

#[test]
fn an_aesh_reads_what_all_were_told_and_no_answer() {
    let school = School::new();
    let choir = sing(&school, "animatrice", "Concert");
    let mut carmen = school.browser("aesh");
    carmen.get("/cahier-de-liaison").assert_says("Réunion de rentrée").assert_says("Concert");
    carmen.get("/").assert_says("Réunion de rentrée");
    for note in [1, choir] {
        let page = carmen.get(&word(note));
        page.assert_status(200).assert_silent_on("Petit").assert_silent_on("suivi");
        assert_eq!(status(&school, "aesh", &suivi(note)), 403);
    }
    assert_eq!(status(&school, "aesh", "/cahier-de-liaison/nouveau"), 403);
    // One family's own word, health first.
    let mut teacher = school.browser("maitre_cm1");
    let page = teacher.get("/cahier-de-liaison/nouveau");
    let form = page.form("Envoyer").set("titre", "Le traitement").set("texte", "Bonjour.").set("categorie", "sante");
    let form = form.set("demande", "read").set("a_qui", "eleves").tick("eleve", &school.id("lea").to_string());
    let alone = number(&form.send(&mut teacher));
    assert_eq!(status(&school, "aesh", &word(alone)), 404);
    carmen.get("/cahier-de-liaison").assert_silent_on("Le traitement");
    carmen.get("/").assert_silent_on("Le traitement");
    assert_eq!(status(&school, "parent_lea", &word(alone)), 200);
    // An ATSEM has her class's words, and this is not her class.
    assert_eq!(status(&school, "atsem", &word(1)), 404);
}

#[test]
fn where_the_book_is_off_the_group_does_not_reach() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let page = anne.get("/reglages/services");
    let form = page.form("Enregistrer").set("ouvert-liaison", "certaines");
    form.untick("classe-liaison", &school.class("CE1").to_string()).send(&mut anne).assert_status(200);
    let note = sing(&school, "animatrice", "Concert");
    assert_eq!(
        row(
            &school,
            &format!(
                "SELECT count(*) FROM audience_group g JOIN liaison_note n ON n.audience = g.audience WHERE n.id = {note}"
            )
        ),
        1
    );
    school.browser("animatrice").get(&suivi(note)).assert_says("Léa").assert_silent_on("Tom");
    assert_eq!(status(&school, "parent_tom", &word(note)), 404);
    // An AESH of a pupil of that class has no book there either.
    let mut anne = school.browser("directrice");
    let page = anne.get("/reglages/services");
    let form = page.form("Enregistrer").untick("classe-liaison", &school.class("CM1").to_string());
    form.send(&mut anne).assert_status(200);
    assert_eq!(status(&school, "aesh", "/cahier-de-liaison"), 404);
    assert_eq!(status(&school, "animatrice", &word(note)), 404);
}

#[test]
fn who_waits_for_a_class_is_reached_by_the_groups_words_on_enrolment() {
    let school = School::new();
    let tom = school.id("tom");
    let mut anne = school.browser("directrice");
    let change = format!("/ecole/eleves/{tom}/modifier");
    anne.get(&change).form("Enregistrer").set("classe", "").send(&mut anne).assert_status(200);
    let note = sing(&school, "animatrice", "Concert");
    let old = sing(&school, "animatrice", "Galette");
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    let closed =
        "UPDATE audience SET closes_on = '2026-11-16' WHERE id = (SELECT audience FROM liaison_note WHERE id = ?1)";
    file.execute(closed, [old]).unwrap();
    assert_eq!(status(&school, "parent_tom", &word(note)), 404);
    let form = anne.get(&change).form("Enregistrer").set("classe", &school.class("CE1").to_string());
    form.set("niveau", "CE1").send(&mut anne).assert_status(200);
    school.browser("parent_tom").get(&word(note)).assert_status(200).assert_says("groupe Chorale");
    assert_eq!(status(&school, "parent_tom", &word(old)), 404, "closed before he came");
    school.browser("animatrice").get(&suivi(note)).assert_says("Tom");
    // A word to the choir is none of Hugo's, who was in the class all along.
    assert_eq!(row(&school, &format!("SELECT count(*) FROM audience_group WHERE pupil = {}", school.id("hugo"))), 0);
}

#[test]
fn two_groups_of_the_same_days_do_not_bear_one_name() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    let new = |anne: &mut Browser, name: &str, until: &str| {
        anne.get("/groupes/nouveau").form("Créer").set("nom", name).set("jusqu_au", until).send(anne)
    };
    new(&mut anne, "CHORALE", "2026-12-18").assert_status(422).assert_says("s’appelle déjà « CHORALE » à ces dates");
    assert_eq!(row(&school, "SELECT count(*) FROM pupil_group"), 1);
    let other = make(&school, "Échecs", &[], &[], "2027-06-30");
    let page = anne.get(&format!("/groupes/{other}/modifier"));
    page.form("Enregistrer").set("nom", "Chorale").send(&mut anne).assert_status(422).assert_says("s’appelle déjà");
    // Its own name is no other's, and a group that was over leaves its name.
    page.form("Enregistrer").set("nom", "échecs").send(&mut anne).assert_says("est enregistré");
    rusqlite::Connection::open(school.house.db.path())
        .unwrap()
        .execute("UPDATE pupil_group SET until_on = '2026-11-16' WHERE name = 'Chorale'", [])
        .unwrap();
    new(&mut anne, "Chorale", "2026-12-18").assert_says("est créé");
}
