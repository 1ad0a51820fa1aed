//! The directory: who finds whom and how to reach them, part by part, and all that each does not find.

mod reach;

use crate::world::{Browser, Reply, School};
use preau::{
    base::{db::Id, jobs::System},
    door::session,
    school::{
        account,
        class::{self, DutyKind, NewDuty},
        person::{self, Contact, NewPerson},
    },
};

/// Somebody new at the school, with an account; their number.
pub fn newcomer(school: &School, last: &str, first: &str, duty: impl FnOnce(NewDuty) -> NewDuty) -> i64 {
    let by = System::at_the_console();
    let tx = school.house.db.write().unwrap();
    let contact = Contact { mobile_phone: "06 39 98 77 77".into(), ..Contact::default() };
    let new = NewPerson { last_name: last.into(), first_name: first.into(), contact, ..NewPerson::default() };
    let person = person::store::add(&tx, &new, school.house.clock.now(), &by).unwrap();
    account::store::ensure(&tx, person, first, last, &by).unwrap();
    let from = "2026-09-01".parse().unwrap();
    class::store::add_duty(&tx, &duty(NewDuty::new(person, DutyKind::Staff, None, from)), &by).unwrap();
    tx.commit().unwrap();
    person.number()
}

/// A browser in which that person is signed in.
pub fn browser_of(school: &School, person: i64) -> Browser<'_> {
    let account = crate::world::row(school, &format!("SELECT id FROM account WHERE person = {person}"));
    let tx = school.house.db.write().unwrap();
    let token = session::open(&tx, Id::new(account), false, "", school.house.clock.now()).unwrap();
    tx.commit().unwrap();
    let mut browser = school.visitor();
    browser.set_cookie(session::COOKIE, token.reveal());
    browser
}

/// A choir from September to June with these pupils; its number.
pub fn choir(school: &School, leader: &str, pupils: &[&str]) -> i64 {
    let file = rusqlite::Connection::open(school.house.db.path()).unwrap();
    file.execute("INSERT INTO pupil_group (name, sort_key, from_on, until_on) VALUES ('Chorale des cœurs', 'chorale des coeurs', '2026-09-01', '2027-06-30')", [])
        .unwrap();
    let team = file.last_insert_rowid();
    for pupil in pupils {
        file.execute("INSERT INTO pupil_group_member (team, pupil) VALUES (?1, ?2)", [team, school.id(pupil)]).unwrap();
    }
    file.execute("INSERT INTO pupil_group_leader (team, person) VALUES (?1, ?2)", [team, school.id(leader)]).unwrap();
    team
}

pub fn change(school: &School, sql: &str) {
    rusqlite::Connection::open(school.house.db.path()).unwrap().execute_batch(sql).unwrap();
}

fn class(school: &School, name: &str) -> String {
    format!("/annuaire/classes/{}", school.class(name))
}

fn entry(school: &School, who: &str) -> String {
    format!("/annuaire/eleves/{}", school.id(who))
}

fn status(school: &School, who: &str, path: &str) -> u16 {
    school.browser(who).get_once(path).status
}

fn says_nothing_of(reply: &Reply, words: &[&str]) {
    for word in words {
        reply.assert_silent_on(word);
    }
}

#[test]
fn the_head_teacher_finds_everybody_and_reaches_them() {
    let school = School::new();
    let mut anne = school.browser("directrice");
    anne.get("/annuaire").assert_says("CM1").assert_says("CE1").assert_says("CP");
    let team = anne.get("/annuaire/equipe");
    team.assert_says("Mme Samia Benali").assert_says("M. Marc Petitjean").assert_says("M. Yves Blanc");
    team.assert_says("à partir du 1er décembre 2026");
    assert!(team.body().contains("tel:0639980001") && team.body().contains("mailto:maitre_cm1@exemple.invalid"));
    let cm1 = anne.get(&class(&school, "CM1"));
    cm1.assert_says("Sophie Petit").assert_says("Paul Martin");
    assert!(cm1.body().contains("mailto:parent_lea@exemple.invalid"));
    anne.get(&entry(&school, "tom")).assert_says("Emre Öztürk");
}

#[test]
fn a_teacher_reaches_the_families_of_her_class_and_sees_the_team_by_name() {
    let school = School::new();
    let mut teacher = school.browser("maitre_cm1");
    let cm1 = teacher.get(&class(&school, "CM1"));
    cm1.assert_says("Sophie Petit").assert_says("Paul Martin").assert_says("06 39 98 00 01");
    assert!(cm1.body().contains("tel:0639980001") && cm1.body().contains("mailto:other_parent_lea@exemple.invalid"));
    let team = teacher.get("/annuaire/equipe");
    team.assert_says("Samia Benali").assert_says("Lucie Costa");
    // Neither their numbers, nor who comes later, nor the town's people.
    says_nothing_of(&team, &["tel:", "mailto:", "06 39", "exemple.invalid", "Fontaine", "Blanc", "Petitjean"]);
    for path in [class(&school, "CE1"), entry(&school, "tom"), entry(&school, "hugo")] {
        assert!([403, 404].contains(&status(&school, "maitre_cm1", &path)), "{path}");
    }
    teacher.get("/annuaire").assert_says("CM1").assert_silent_on("CE1");
}

#[test]
fn whom_a_judge_keeps_away_is_flagged_and_offers_nothing_to_tap() {
    let school = School::new();
    let zoe = school.id("zoe");
    let waiting = format!(
        "UPDATE guardianship SET needs_look = 'third_adult' WHERE pupil = {zoe} AND guardian = {}",
        school.id("mere_sans_autorite")
    );
    change(&school, &waiting);
    change(
        &school,
        &format!(
            "UPDATE person SET mobile_phone = '06 39 98 66 66', email = 'loin@exemple.invalid' WHERE id IN ({}, {}, {})",
            school.id("pere_restreint"),
            school.id("pere_retire"),
            school.id("mere_sans_autorite")
        ),
    );
    for who in ["maitre_cm1", "directrice"] {
        for path in [entry(&school, "zoe"), class(&school, "CM1")] {
            let page = school.browser(who).get(&path);
            page.assert_says("João Da Silva").assert_says("Bao Nguyễn").assert_says("Inès Lefèvre");
            page.assert_says("Ne pas informer").assert_says("Ne rien transmettre avant l’avis de la direction");
            says_nothing_of(&page, &["06 39 98 66 66", "0639986666", "loin@exemple"]);
        }
    }
    // Before the day of the judgment he is a father like another.
    school.at("2026-09-15 08:30");
    let before = school.browser("maitre_cm1").get(&entry(&school, "zoe"));
    assert!(before.body().contains("tel:0639986666"), "{}", before.text());
}

#[test]
fn a_substitute_finds_the_class_within_her_dates_only() {
    let school = School::new();
    for (day, open) in [
        ("2026-09-20", false),
        ("2026-10-05", true),
        ("2026-10-16", true),
        ("2026-10-17", false),
        ("2026-12-01", true),
        ("2026-12-12", false),
    ] {
        school.at(&format!("{day} 08:30"));
        let expected = if open { 200 } else { 404 };
        for path in ["/annuaire".to_owned(), class(&school, "CM1"), entry(&school, "lea")] {
            assert_eq!(status(&school, "remplacante", &path), expected, "{day} {path}");
        }
        let family = school.browser("parent_lea").get("/annuaire");
        assert_eq!(family.text().contains("Fontaine"), open, "{day}");
    }
}

#[test]
fn a_family_finds_its_own_childrens_staff_by_name_alone() {
    let school = School::new();
    choir(&school, "maitresse_ce1", &["lea", "tom"]);
    let helper = newcomer(&school, "Diallo", "Fanta", |duty| NewDuty {
        kind: DutyKind::Aesh,
        pupil: Some(Id::new(school.id("lea"))),
        ..duty
    });
    let page = school.browser("parent_lea").get("/annuaire");
    page.assert_says("M. Étienne Roussel")
        .assert_says("Samia Benali")
        .assert_says("Fanta Diallo")
        .assert_says("Anne Le Goff");
    page.assert_says("Groupe Chorale des cœurs").assert_says("Léa").assert_says("Hugo");
    // No way to reach anybody, no other adult, no other child.
    let others = [
        "tel:",
        "mailto:",
        "06 39",
        "exemple.invalid",
        "Martin, Paul",
        "Paul",
        "Sophie Martin",
        "Öztürk",
        "Tom",
        "Zoé",
        "Costa",
    ];
    says_nothing_of(&page, &others);
    let other = school.browser("other_parent_lea").get("/annuaire");
    other.assert_says("Étienne Roussel").assert_silent_on("Sophie").assert_silent_on("Petit<");
    school
        .browser("parent_tom")
        .get("/annuaire")
        .assert_says("Samia Benali")
        .assert_silent_on("Fanta")
        .assert_silent_on("Roussel");
    for who in ["parent_lea", "other_parent_lea", "lea"] {
        assert_eq!(status(&school, who, "/annuaire/equipe"), 403, "{who}");
        assert_eq!(status(&school, who, &entry(&school, "lea")), 403, "{who}");
        assert_eq!(status(&school, who, &entry(&school, "tom")), 404, "{who}");
        assert_eq!(status(&school, who, &class(&school, "CM1")), 403, "{who}");
    }
    for who in ["pere_restreint", "pere_retire", "technicien"] {
        assert_eq!(status(&school, who, "/annuaire"), 404, "{who}");
    }
    let lea = school.browser("lea").get("/annuaire");
    lea.assert_says("Qui s’occupe de toi")
        .assert_says("Étienne Roussel")
        .assert_says("Fanta Diallo")
        .assert_silent_on("Sophie");
    assert_eq!(browser_of(&school, helper).get("/annuaire").assert_says("Léa Martin").status, 200);
}

#[test]
fn who_helps_a_child_knows_whom_to_call_and_nothing_more() {
    let school = School::new();
    let (lea, zoe) = (school.id("lea"), school.id("zoe"));
    change(&school, &format!("UPDATE person SET home_phone = '01 99 00 55 55' WHERE id = {}", school.id("parent_lea")));
    change(
        &school,
        &format!(
            "UPDATE guardianship SET emergency_rank = 1, may_pick_up = 0 WHERE pupil = {lea} AND guardian = {}",
            school.id("parent_lea")
        ),
    );
    let team = choir(&school, "maitresse_ce1", &["zoe", "lea"]);
    let aesh = newcomer(&school, "Diallo", "Fanta", |duty| NewDuty {
        kind: DutyKind::Aesh,
        pupil: Some(Id::new(lea)),
        ..duty
    });
    let evening = newcomer(&school, "Moreau", "Luc", |duty| NewDuty {
        kind: DutyKind::AfterSchool,
        group: Some(Id::new(team)),
        ..duty
    });

    let page = browser_of(&school, aesh).get(&entry(&school, "lea"));
    page.assert_says("à appeler en 1er").assert_says("01 99 00 55 55").assert_says("Ne vient pas chercher l’enfant");
    says_nothing_of(&page, &["mailto:", "exemple.invalid", "Paul", "Ouvrir sa page", "/annuaire/classes/"]);
    assert_eq!(browser_of(&school, aesh).get_once(&entry(&school, "zoe")).status, 404);
    assert_eq!(browser_of(&school, aesh).get_once(&class(&school, "CM1")).status, 403);

    let mut luc = browser_of(&school, evening);
    luc.get("/annuaire").assert_says("Chorale des cœurs");
    luc.get(&format!("/annuaire/groupes/{team}"))
        .assert_says("Léa Martin")
        .assert_says("Zoé")
        .assert_silent_on("Sophie");
    luc.get(&entry(&school, "lea")).assert_says("01 99 00 55 55");
    luc.get(&entry(&school, "zoe")).assert_says("Ne pas informer").assert_silent_on("tel:");
    assert_eq!(luc.get_once(&entry(&school, "tom")).status, 404);
    change(&school, &format!("UPDATE duty SET until_on = '2026-11-16' WHERE person = {evening}"));
    assert_eq!(luc.get_once(&entry(&school, "lea")).status, 404);

    // Who leads the choir and teaches another class has names alone; her own pupils stay her own.
    let mut samia = school.browser("maitresse_ce1");
    let group = samia.get(&format!("/annuaire/groupes/{team}"));
    group.assert_says("Léa Martin").assert_silent_on("Sophie").assert_silent_on(&entry(&school, "lea"));
    assert_eq!(samia.get_once(&entry(&school, "lea")).status, 404);
    assert_eq!(status(&school, "maitre_cm1", &format!("/annuaire/groupes/{team}")), 404);
    let _ = zoe;
}

#[test]
fn an_atsem_knows_her_class_and_the_team() {
    let school = School::new();
    change(&school, &format!("UPDATE enrolment SET class = {} WHERE pupil = {}", school.class("CP"), school.id("tom")));
    let mut lucie = school.browser("atsem");
    let roll = lucie.get(&class(&school, "CP"));
    roll.assert_says("Tom Öztürk").assert_silent_on("Emre").assert_silent_on("tel:");
    lucie.get(&entry(&school, "tom")).assert_says("Emre Öztürk").assert_silent_on("mailto:");
    lucie.get("/annuaire/equipe").assert_says("Roussel").assert_silent_on("tel:");
    assert_eq!(lucie.get_once(&class(&school, "CM1")).status, 403);
    assert_eq!(lucie.get_once(&entry(&school, "lea")).status, 404);
}

#[test]
fn the_town_finds_the_head_teacher_and_the_address() {
    let school = School::new();
    change(&school, "UPDATE ecole SET street = '3 place du Marché', postcode = '75011', town = 'Paris'");
    let page = school.browser("mairie").get("/annuaire");
    page.assert_says("Anne Le Goff").assert_says("3 place du Marché 75011 Paris");
    says_nothing_of(&page, &["Roussel", "CM1", "tel:", "06 39"]);
    assert_eq!(status(&school, "mairie", "/annuaire/equipe"), 403);
    assert_eq!(status(&school, "mairie", &class(&school, "CM1")), 404);
    assert_eq!(status(&school, "mairie", &entry(&school, "lea")), 404);
}

#[test]
fn the_menu_leads_there_whoever_finds_somebody() {
    let school = School::new();
    for (who, is_there) in [
        ("maitre_cm1", true),
        ("atsem", true),
        ("parent_lea", true),
        ("lea", true),
        ("mairie", true),
        ("technicien", false),
        ("pere_restreint", false),
    ] {
        let home = school.browser(who).get("/");
        assert_eq!(home.body().contains("href=\"/annuaire\""), is_there, "{who}");
        assert_eq!(home.body().contains("action=\"/recherche\""), is_there, "{who}");
    }
}
