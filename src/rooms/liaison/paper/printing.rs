//! Choosing what to print for a word, and printing it. Codes are drawn in a transaction, the PDF is made once the writer is
//! free, and never kept.

use super::{
    pages,
    plan::{self, OfPupil, Whom},
    sheets::{self, ClassList, Grid, Word},
    store,
};
use crate::{
    base::{
        db::Tx,
        error::{Error, Result},
        rich_text,
    },
    door::{Beats, Cx, Draft, Faults, Fields, Form, Page, upload::Upload},
    rooms::liaison::{Asks, Note, policy::HandlePaper, questions::store as slip, store as notes},
    school::{login, permit::May},
};

/// What comes out of the printer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    Talons,
    /// The whole word, to glue into the pupils' books.
    Copies,
    /// The class's list, to tick.
    List,
}

impl What {
    pub const ALL: [What; 3] = [What::Talons, What::Copies, What::List];

    pub fn as_str(self) -> &'static str {
        match self {
            What::Talons => "talons",
            What::Copies => "mot",
            What::List => "liste",
        }
    }
}

pub struct Choice {
    what: What,
    whom: Whom,
    at_most: Option<usize>,
}

impl Form for Choice {
    fn check(fields: &Fields, _: &[Upload]) -> std::result::Result<Choice, Faults> {
        let what = What::ALL.into_iter().find(|what| what.as_str() == fields.get("quoi"));
        let at_most = fields.get("par_page").parse().ok().filter(|places| Grid::CHOICES.contains(places));
        match (what, Whom::parse(fields.get("qui"))) {
            (Some(what), Some(whom)) => Ok(Choice { what, whom, at_most }),
            (None, _) => Err(Faults::one("quoi", pages::CHOOSE_WHAT)),
            (_, None) => Err(Faults::one("qui", pages::CHOOSE_WHOM)),
        }
    }
}

pub fn choose(cx: &Cx, note: &May<HandlePaper>, draft: &Draft) -> Result<Page> {
    must_stand(note)?;
    let pupils = plan::pupils(cx, note, None)?;
    let text = notes::text(&cx.db, note, note.version)?;
    let of = |whom| pages::Count {
        whom,
        talons: pupils.iter().map(|one| one.talons(note.asks, whom).len()).sum(),
        copies: pupils.iter().map(|one| one.copies(note.asks, whom).len()).sum(),
    };
    let counts = Whom::ALL.map(of);
    let nobody =
        pupils.iter().filter(|one| note.asks != Asks::Nothing && one.talons(note.asks, Whom::Everybody).is_empty());
    let nobody: Vec<String> = nobody.map(OfPupil::name).collect();
    Ok(pages::print(note, &text.title, &counts, &nobody, draft))
}

pub fn print(beats: &Beats, choice: Choice) -> Result<Page> {
    let made = beats.record(|cx: &Cx<Tx>, note: May<HandlePaper>| {
        must_stand(&note)?;
        let pupils = plan::pupils(cx, &note, None)?;
        let word = word(cx, &note)?;
        Ok(match choice.what {
            What::Talons => Made::Talons(talons(cx, &note, &pupils, choice.whom)?, word),
            What::Copies => Made::Copies(copies(&note, &pupils, choice.whom), word),
            What::List => Made::List(lists(&note, &pupils, choice.whom), word),
        })
    })?;
    let bytes = match &made {
        Made::Talons(some, _) if some.is_empty() => return Ok(Page::again(Faults::one("", pages::NOBODY))),
        Made::Copies(some, _) if some.is_empty() => return Ok(Page::again(Faults::one("", pages::NOBODY))),
        Made::List(some, _) if some.is_empty() => return Ok(Page::again(Faults::one("", pages::NOBODY))),
        Made::Talons(some, word) => sheets::talons(word, some, choice.at_most),
        Made::Copies(some, word) => sheets::copies(word, some, choice.at_most),
        Made::List(some, word) => sheets::lists(word, some),
    };
    let bytes = bytes.map_err(|fault| Error::internal(format!("talons: {fault:?}")))?;
    Ok(Page::download(pages::file_name(choice.what), "application/pdf", bytes))
}

enum Made {
    Talons(Vec<sheets::Talon>, Word),
    Copies(Vec<sheets::Copy>, Word),
    List(Vec<ClassList>, Word),
}

fn word(cx: &Cx<Tx>, note: &May<HandlePaper>) -> Result<Word> {
    let text = notes::text(&cx.db, note, note.version)?;
    Ok(Word {
        school: cx.school.name.clone(),
        from: pages::from(&note.author_name, note.sent_at.date(&cx.zone)),
        text: rich_text::to_plain(&text.body),
        title: text.title,
        deadline: note.deadline_on.filter(|_| note.asks != Asks::Nothing).map(pages::deadline).unwrap_or_default(),
        sentence: pages::sentence(note.asks).to_owned(),
        questions: questions(cx, note)?,
    })
}

fn questions(cx: &Cx<Tx>, note: &May<HandlePaper>) -> Result<Vec<sheets::Question>> {
    let all = slip::of_note(&cx.db, note)?.into_iter();
    Ok(all
        .map(|asked| sheets::Question::new(asked.label.clone(), asked.kind, asked.choices.clone(), asked.is_required))
        .collect())
}

fn talons(cx: &Cx<Tx>, note: &May<HandlePaper>, pupils: &[OfPupil], whom: Whom) -> Result<Vec<sheets::Talon>> {
    let base = cx.own_address();
    let mut talons = Vec::new();
    for one in pupils {
        for wanted in one.talons(note.asks, whom) {
            let code = store::code(&cx.db, note, one.pupil.pupil, wanted.guardian, cx.now)?;
            talons.push(sheets::Talon {
                class_name: one.pupil.class_name.clone(),
                pupil: one.name(),
                names: pages::names(&wanted.names),
                // Without a name of our own the picture holds the code alone: only our page reads it then.
                address: base.as_ref().map_or_else(|| code.clone(), |base| format!("{base}/t/{code}")),
                code: login::shown_code(&code),
            });
        }
    }
    Ok(talons)
}

fn copies(note: &Note, pupils: &[OfPupil], whom: Whom) -> Vec<sheets::Copy> {
    let of_pupil = |one: &OfPupil| {
        let (class_name, pupil) = (one.pupil.class_name.clone(), one.name());
        one.copies(note.asks, whom).into_iter().map(move |wanted| sheets::Copy {
            class_name: class_name.clone(),
            pupil: pupil.clone(),
            names: pages::names(&wanted.names),
        })
    };
    pupils.iter().flat_map(of_pupil).collect()
}

/// A line a pupil, and where every guardian signs one each.
fn lists(note: &Note, pupils: &[OfPupil], whom: Whom) -> Vec<ClassList> {
    let mut classes: Vec<ClassList> = Vec::new();
    for one in pupils {
        let wanted = one.talons(note.asks, whom);
        if wanted.is_empty() && whom != Whom::Everybody {
            continue;
        }
        if classes.last().is_none_or(|last| last.name != one.pupil.class_name) {
            classes.push(ClassList { name: one.pupil.class_name.clone(), lines: Vec::new() });
        }
        let lines = pages::list_lines(note.asks, one, &wanted);
        classes.last_mut().expect("a class was just pushed").lines.extend(lines);
    }
    classes
}

fn must_stand(note: &Note) -> Result<()> {
    if note.is_withdrawn() { Err(Error::NotFound) } else { Ok(()) }
}
