//! Several files in one go → what each would change, one after the other: guardians are compared with a school that has the
//! pupils of the file before. Pure: who is still to be made has a negative id until `apply` gives a real one.
use super::diff::{self, Candidate, ClassRef, Decisions, Diff, Entry, KnownClass, Line, Sheet, Snapshot, What};
use super::{Kind, Parsed, after};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// One file as it was read: what waits for the director, kept columns only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The file's name, to show.
    pub name: String,
    pub parsed: Parsed,
}

/// Pupils first, then their guardians, then the staff, whatever the order given.
pub fn in_order(mut sources: Vec<Source>) -> Vec<Source> {
    sources.sort_by_key(rank);
    sources
}

pub fn rank(source: &Source) -> u8 {
    match source.parsed.kind() {
        Kind::Pupils => 0,
        Kind::Guardians => 1,
        Kind::Staff => 2,
    }
}

/// `decisions` by the key of a [`Question`].
pub fn plan(sources: &[Source], snapshot: &Snapshot, decisions: &Decisions) -> Vec<Diff> {
    let mut school = snapshot.clone();
    let mut plan: Vec<Diff> = Vec::with_capacity(sources.len());
    for (place, source) in sources.iter().enumerate() {
        let own = of_file(place, decisions);
        let found = diff::diff(&source.parsed, &school, &own);
        after::learn(&mut school, &found, place);
        plan.push(found);
    }
    forgive_absences(&mut plan);
    plan
}

/// Something that only a person can say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Under which it is answered; the same from one plan of these files to the next.
    pub key: String,
    pub kind: Kind,
    pub line: Line,
    pub question: String,
    pub candidates: Vec<Candidate>,
}

/// What a plan leaves open. A child who is nobody in the school has no candidates and is no question.
pub fn questions(plan: &[Diff]) -> Vec<Question> {
    plan.iter().enumerate().flat_map(|(place, found)| questions_of(place, found)).collect()
}

pub fn questions_of(place: usize, found: &Diff) -> Vec<Question> {
    let doubtful = found.lines().into_iter().filter_map(|line| match line.what.clone() {
        What::Doubtful { question, candidates } if !candidates.is_empty() => {
            Some(Question { key: format!("{place}/{}", line.key), kind: found.kind(), line, question, candidates })
        }
        _ => None,
    });
    doubtful.collect()
}

/// The id of who is made from this line of this file, until there is a real one.
pub fn made(place: usize, line: u32) -> i64 {
    -((place as i64 + 1) * 100_000_000 + i64::from(line))
}

/// The same for the classes of a file, by their place among its new ones.
pub fn made_class(place: usize, class: usize) -> i64 {
    -((place as i64 + 1) * 100_000_000 + class as i64 + 1)
}

/// The classes of a diff, by what its rows call them.
pub fn class_id(place: usize, found: &Diff, class: &ClassRef) -> i64 {
    match class {
        ClassRef::Known(id) => *id,
        ClassRef::New(key) => {
            let at = found.new_classes().iter().position(|new| new.key == *key).unwrap_or_default();
            made_class(place, at)
        }
    }
}

pub fn new_classes(place: usize, found: &Diff) -> impl Iterator<Item = KnownClass> {
    found.new_classes().iter().enumerate().map(move |(at, new)| KnownClass {
        id: made_class(place, at),
        label: new.label.clone(),
        onde_id: new.onde_id.clone(),
    })
}

fn of_file(place: usize, decisions: &Decisions) -> Decisions {
    let prefix = format!("{place}/");
    let own = decisions.iter().filter_map(|(key, decision)| Some((key.strip_prefix(&prefix)?.to_owned(), *decision)));
    own.collect()
}

/// With a file of each école, nobody is absent who stands in one of them; and who was made just now is absent from none.
fn forgive_absences(plan: &mut [Diff]) {
    for kind in [Kind::Pupils, Kind::Guardians, Kind::Staff] {
        let seen: HashSet<i64> = plan.iter().filter(|found| found.kind() == kind).flat_map(seen).collect();
        for found in plan.iter_mut().filter(|found| found.kind() == kind) {
            match found {
                Diff::Pupils(sheet) => forgive(sheet, &seen),
                Diff::Guardians { sheet, .. } => forgive(sheet, &seen),
                Diff::Staff(sheet) => forgive(sheet, &seen),
            }
        }
    }
}

fn forgive<R>(sheet: &mut Sheet<R>, seen: &HashSet<i64>) {
    let stays = |entry: &Entry<R>| match entry.what {
        What::Absent { id } => id > 0 && !seen.contains(&id),
        _ => true,
    };
    sheet.entries.retain(stays);
}

fn seen(found: &Diff) -> Vec<i64> {
    let known = found.lines().into_iter().filter_map(|line| match line.what {
        What::Same { id } | What::Changed { id, .. } | What::Moved { id, .. } => Some(id),
        _ => None,
    });
    known.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rooms::people::import::tests::{GUARDIANS, TEACHERS, V22, parsed};

    fn sources() -> Vec<Source> {
        let files = [("profs", TEACHERS), ("responsables", GUARDIANS), ("eleves", V22)];
        in_order(files.iter().map(|(name, bytes)| Source { name: (*name).into(), parsed: parsed(bytes) }).collect())
    }

    #[test]
    fn an_empty_school_learns_three_files_in_one_go_and_asks_nothing() {
        let plan = plan(&sources(), &Snapshot::default(), &Decisions::new());
        let counts: Vec<_> = plan.iter().map(Diff::counts).collect();
        assert_eq!(
            counts.iter().map(|c| (c.new, c.doubtful, c.absent)).collect::<Vec<_>>(),
            [(11, 0, 0), (13, 0, 0), (4, 0, 0)]
        );
        assert_eq!(plan[0].new_classes().len(), 4);
        assert_eq!(plan[2].new_classes().len(), 0, "the teachers' classes are those of the pupils");
    }

    #[test]
    fn the_same_file_twice_is_nobody_s_absence() {
        let two =
            vec![Source { name: "a".into(), parsed: parsed(V22) }, Source { name: "b".into(), parsed: parsed(V22) }];
        let plan = plan(&two, &Snapshot::default(), &Decisions::new());
        assert_eq!((plan[1].counts().same, plan[1].counts().absent), (11, 0));
    }

    #[test]
    fn a_change_in_two_files_of_one_go_is_said_once() {
        let mut school = Snapshot::default();
        let first = diff::diff(&parsed(V22), &school, &Decisions::new());
        after::learn(&mut school, &first, 0);
        let file = "Nom;Prénom;Né le;Adresse;CP;Commune;Classe\nBÉNARD;Maël;02/11/2022;4 place Neuve;61999;Saint-Fictif;PS-MS Mme MARCHAND\n";
        let source = || Source { name: "e".into(), parsed: parsed(file.as_bytes()) };
        let plan = plan(&[source(), source()], &school, &Decisions::new());
        assert_eq!((plan[0].counts().changed, plan[1].counts().changed, plan[1].counts().same), (1, 0, 1));
    }

    #[test]
    fn a_child_in_doubt_or_left_out_takes_its_adults_along() {
        let mut school = Snapshot::default();
        let first = diff::diff(&parsed(V22), &school, &Decisions::new());
        after::learn(&mut school, &first, 0);
        let names = "Nom;Prénom;Né le;Classe\nMARTIN;Léa;01/01/2012;\n";
        // The adult of the child in doubt; then one who has a child at school too.
        let adults = "Nom responsable;Prénom responsable;Nom enfant;Prénom enfant;Classes enfants;Nom enfant;Prénom enfant;Classes enfants\n\
            INCONNUE;Ida;MARTIN;Léa;;;;\nAUTRE;Lou;MARTIN;Léa;CM1-CM2 M. ROUSSEL;BÉNARD;Maël;PS-MS Mme MARCHAND\n";
        let sources = [
            Source { name: "e".into(), parsed: parsed(names.as_bytes()) },
            Source { name: "r".into(), parsed: parsed(adults.as_bytes()) },
        ];
        let ties = |decisions: &Decisions| {
            let plan = plan(&sources, &school, decisions);
            let open = questions(&plan);
            let Some(Diff::Guardians { sheet, .. }) = plan.into_iter().nth(1) else { panic!("not guardians") };
            let of = |entry: Entry<diff::TiedGuardian>| (entry.what, entry.row.map(|row| row.children().len()));
            (open, sheet.entries.into_iter().map(of).collect::<Vec<_>>())
        };
        let (open, waiting) = ties(&Decisions::new());
        assert_eq!(open.iter().map(|one| one.kind).collect::<Vec<_>>(), [Kind::Pupils]);
        let left = [(What::Skipped, Some(0)), (What::New, Some(1))];
        assert_eq!(waiting, left);
        let (open_then, skipped) = ties(&Decisions::from([(open[0].key.clone(), diff::Decision::Skip)]));
        assert!(open_then.is_empty(), "{open_then:?}");
        assert_eq!(skipped, left);
        let same = diff::Decision::SameAs(open[0].candidates[0].id);
        let (_, same) = ties(&Decisions::from([(open[0].key.clone(), same)]));
        assert_ne!(same[0].0, What::Skipped);
    }

    #[test]
    fn what_waits_in_the_database_comes_back_whole() {
        let sources = sources();
        let text = serde_json::to_string(&sources).unwrap();
        assert_eq!(serde_json::from_str::<Vec<Source>>(&text).unwrap(), sources);
    }
}
