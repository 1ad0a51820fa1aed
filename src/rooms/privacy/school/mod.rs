//! The school's own part of what it takes with it: classes, people, ties, groups, team, calendar.

mod pages;
mod store;

use crate::{
    base::{
        error::Result,
        ics::{self, Event},
        sheet::Sheet,
    },
    door::{
        Cx,
        takeaway::{Carton, FIRST},
    },
    school::{
        calendar::public_holidays,
        class::{store as classes, years},
        guardianship,
        permit::May,
        person::{Contact, Person, store as people},
        policy::ManageSchool,
        settings,
    },
};
use jiff::civil::Date;
use std::collections::HashMap;

pub fn put(cx: &Cx, school: &May<ManageSchool>, carton: &mut Carton) -> Result<()> {
    let ecoles = classes::ecoles(&cx.db)?;
    let all = years::store::every_class(&cx.db, school)?;
    let mut names = HashMap::new();
    let mut enrolments =
        Sheet::of(["Année", "Classe", "Niveau", "Élève n°", "Nom", "Prénom", "Né·e le", "INE", "Du", "Au"])?;
    for class in &all {
        let enrolled = store::enrolled(&cx.db, school, class.id)?;
        for one in &enrolled {
            // Whoever has left by now too: the sheet of ties names everybody.
            names.insert(one.pupil.number(), format!("{} {}", one.first_name, one.last_name));
            let (number, until) = (one.pupil.to_string(), one.until_on.as_deref().unwrap_or_default());
            enrolments.line([
                &*class.year,
                &class.name,
                &one.grade,
                &number,
                &one.last_name,
                &one.first_name,
                &one.born_on,
                &one.ine,
                &one.from_on,
                until,
            ])?;
        }
        let name = format!("classe-{}.html", class.id);
        carton.page(&name, &format!("{} ({})", class.name, class.year), pages::class(&enrolled))?;
    }
    carton.sheet("inscriptions.csv", enrolments)?;
    put_people(cx, school, carton, &mut names)?;
    put_ties(cx, school, carton, &names)?;
    put_groups(cx, school, carton)?;
    put_team(cx, school, carton)?;
    put_calendar(cx, carton)?;
    carton.page(FIRST, "Personnes et école", pages::index(&ecoles, &all))
}

/// The sheets of pupils and adults; everybody's name by number, for the sheet of ties.
fn put_people(
    cx: &Cx,
    school: &May<ManageSchool>,
    carton: &mut Carton,
    names: &mut HashMap<i64, String>,
) -> Result<()> {
    let mut sheet = Sheet::of([
        "N°",
        "Nom",
        "Prénom",
        "Né·e le",
        "Sexe",
        "INE",
        "Adresse",
        "Code postal",
        "Commune",
        "Autre adresse",
        "Autre code postal",
        "Autre commune",
    ])?;
    for (person, facts) in people::pupils_with_facts(&cx.db, school)? {
        names.insert(person.id.number(), person.name());
        let born_on = facts.born_on.map(|day| day.to_string()).unwrap_or_default();
        let (number, c) = (person.id.to_string(), &person.contact);
        let ine = facts.ine.as_deref().unwrap_or_default();
        sheet.line([
            &*number,
            used(&person),
            &person.first_name,
            &born_on,
            &facts.sex,
            ine,
            &c.street,
            &c.postcode,
            &c.town,
            &facts.second_street,
            &facts.second_postcode,
            &facts.second_town,
        ])?;
    }
    carton.sheet("eleves.csv", sheet)?;
    put_adults(cx, school, carton, names)
}

fn put_adults(
    cx: &Cx,
    school: &May<ManageSchool>,
    carton: &mut Carton,
    names: &mut HashMap<i64, String>,
) -> Result<()> {
    let mut sheet = Sheet::of([
        "N°",
        "Civilité",
        "Nom",
        "Nom d’usage",
        "Prénom",
        "E-mail",
        "Domicile",
        "Travail",
        "Portable",
        "Adresse",
        "Code postal",
        "Commune",
        "Pays",
    ])?;
    for person in people::adults(&cx.db, school)? {
        names.insert(person.id.number(), person.name());
        let number = person.id.to_string();
        let Contact { email, home_phone, work_phone, mobile_phone, street, postcode, town, country } = &person.contact;
        sheet.line([
            &*number,
            &person.civility,
            &person.last_name,
            &person.usage_name,
            &person.first_name,
            email,
            home_phone,
            work_phone,
            mobile_phone,
            street,
            postcode,
            town,
            country,
        ])?;
    }
    carton.sheet("adultes.csv", sheet)
}

fn put_ties(cx: &Cx, school: &May<ManageSchool>, carton: &mut Carton, names: &HashMap<i64, String>) -> Result<()> {
    let name = |number: i64| names.get(&number).map_or("", String::as_str);
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let yes = |is: bool| if is { "oui" } else { "non" };
    let mut sheet = Sheet::of([
        "Élève n°",
        "Élève",
        "Responsable n°",
        "Responsable",
        "Lien",
        "Autorité parentale",
        "Vient chercher",
        "Rang d’urgence",
        "Aucune information depuis",
        "Document du",
    ])?;
    for tie in guardianship::store::all(&cx.db, school)? {
        let (pupil, guardian) = (tie.pupil.number(), tie.guardian.number());
        sheet.line([
            &*pupil.to_string(),
            name(pupil),
            &guardian.to_string(),
            name(guardian),
            tie.kind.title(),
            tie.facts.authority.title(),
            yes(tie.may_pick_up),
            &tie.emergency_rank.map(|rank| rank.to_string()).unwrap_or_default(),
            &day(tie.facts.restricted_on),
            &day(tie.document_on),
        ])?;
    }
    carton.sheet("liens.csv", sheet)
}

fn put_groups(cx: &Cx, school: &May<ManageSchool>, carton: &mut Carton) -> Result<()> {
    let mut sheet = Sheet::of(["Groupe", "Du", "Au", "Élève n°", "Élève"])?;
    for span in years::spans(&years::store::years(&cx.db)?) {
        for one in store::grouped(&cx.db, span, school)? {
            sheet.line([&*one.group, &one.from_on, &one.until_on, &one.pupil.to_string(), &one.name])?;
        }
    }
    carton.sheet("groupes.csv", sheet)
}

fn put_team(cx: &Cx, school: &May<ManageSchool>, carton: &mut Carton) -> Result<()> {
    let mut sheet = Sheet::of(["N°", "Nom", "Fonction", "Classe", "Du", "Au"])?;
    for duty in store::duties(&cx.db, school)? {
        let until = duty.until_on.as_deref().unwrap_or_default();
        sheet.line([&*duty.person.to_string(), &duty.name, duty.kind.title(), &duty.class, &duty.from_on, until])?;
    }
    carton.sheet("equipe.csv", sheet)
}

/// Years, holidays and public holidays: what the school set, for any agenda.
fn put_calendar(cx: &Cx, carton: &mut Carton) -> Result<()> {
    let mut events = Vec::new();
    let of = |uid: String, first, last, title: String| Event {
        uid: cx.school.uid(uid),
        first,
        last,
        title,
        more: String::new(),
    };
    let all = years::store::years(&cx.db)?;
    for year in &all {
        let (label, first, last) = (&year.label, year.starts_on, year.ends_on);
        events.push(of(format!("rentree-{label}"), first, first, pages::first_day(label)));
        events.push(of(format!("fin-{label}"), last, last, pages::last_day(label)));
    }
    for holiday in settings::store::holidays(&cx.db)? {
        events.push(of(format!("vacances-{}", holiday.id), holiday.first_on, holiday.last_on, holiday.name));
    }
    let civil = all
        .iter()
        .flat_map(|year| year.starts_on.year()..=year.ends_on.year())
        .collect::<std::collections::BTreeSet<_>>();
    for day in civil.into_iter().flat_map(public_holidays) {
        events.push(of(format!("ferie-{}", day.date), day.date, day.date, day.name.to_owned()));
    }
    events.sort_by_key(|event| event.first);
    carton.text("agenda.ics", &ics::calendar(&cx.school.name, &events, cx.now))
}

fn used(person: &Person) -> &str {
    if person.usage_name.is_empty() { &person.last_name } else { &person.usage_name }
}
