//! The ready-made word « Droit à l'image »: made of what is to be asked, one question a purpose. What it says of nature,
//! place, use, medium, duration and withdrawal is what makes a consent « préalable, expresse et spéciale » (norms.md §4.4).

use super::Model;
use crate::{
    base::{db::Rx, error::Result, french},
    door::Fields,
    rooms::liaison::{
        Asks, Category,
        questions::{Kind, Per, Question, blocks},
    },
    school::consent::{self, Asking, Needs, asking::sentences},
};

/// How the page « Autorisations d'image » names it in the composer's address.
pub const KEY: &str = "image";
/// Each thing to be asked, packed.
const ASKED: &str = "image";

/// The composer's fields, for what its address asks; `None` when that is nothing.
pub fn chosen(rx: &Rx, query: &Fields) -> Result<Option<Fields>> {
    let asked: Vec<Asking> =
        query.all(ASKED).filter_map(Asking::unpacked).take(super::super::questions::MOST).collect();
    if asked.is_empty() {
        return Ok(None);
    }
    let model = model(&asked, consent::store::needs(rx)?);
    let mut fields = Fields::default();
    fields.push("titre", model.title.as_str());
    fields.push("texte", model.body.as_str());
    fields.push("categorie", model.category.as_str());
    fields.push("demande", model.asks.as_str());
    blocks::put(&model.questions, &mut fields);
    Ok(Some(fields))
}

/// `asked` is at least one, all for the same days.
pub fn model(asked: &[Asking], needs: Needs) -> Model {
    let when = asked.first().map(sentences::when).unwrap_or_default();
    let occasion = asked.first().filter(|asking| !asking.is_for_year()).map(|asking| asking.occasion.as_str());
    let questions = asked.iter().map(|asking| Question {
        kind: Kind::Consent,
        label: french::typeset(&sentences::sentence(asking)),
        choices: Vec::new(),
        is_required: false,
        per: Per::Guardian,
        image: Some(asking.clone()),
    });
    Model {
        name: "Droit à l’image".to_owned(),
        title: french::typeset(&match occasion {
            Some(occasion) => format!("Droit à l’image : {occasion}"),
            None => format!("Droit à l’image, {when}"),
        }),
        body: body(asked, &when, occasion, needs),
        category: Category::Office,
        asks: if needs == Needs::All { Asks::All } else { Asks::One },
        questions: questions.collect(),
    }
}

fn body(asked: &[Asking], when: &str, occasion: Option<&str>, needs: Needs) -> String {
    let (what, until) = match occasion {
        Some(occasion) => {
            (format!("Pour cette occasion (« {} »), nous prendrons", escaped(occasion)), sentences::until(asked))
        }
        None => (
            "Au fil de l’année, en classe et pendant les sorties, nous prenons".to_owned(),
            format!("pendant l’{when}"),
        ),
    };
    let uses: Vec<&str> = asked.iter().map(|asking| sentences::to_whom(asking.purpose)).collect();
    let enough = match needs {
        Needs::One => "L’accord d’un responsable suffit, et le refus d’un seul l’emporte.",
        Needs::All => "L’école demande l’accord de chaque responsable ; le refus d’un seul l’emporte.",
    };
    format!(
        "<p>Bonjour,</p><p>{what} des photos, des sons et de courtes vidéos où votre enfant peut être reconnu. Avant de les montrer, nous vous demandons votre accord, usage par usage, dans le talon ci-dessous.</p>\
         <ul><li><strong>Ce qui est montré :</strong> la vie de la classe, les travaux, les sorties et les fêtes. Jamais le nom de famille ni l’adresse de l’enfant.</li>\
         <li><strong>À qui, et où :</strong> {}. Chaque accord ne vaut que pour son usage.</li>\
         <li><strong>Pour combien de temps :</strong> ce qui est montré {until}. Ce qui l’a été reste visible aux mêmes personnes, tant que vous ne changez pas d’avis.</li>\
         <li><strong>Vous pouvez changer d’avis à tout moment,</strong> depuis la page « Autorisations d’image » ou par un mot sur papier : les photos de votre enfant disparaissent aussitôt.</li>\
         <li><strong>Refuser n’a aucune conséquence pour votre enfant.</strong> Il participe à tout, comme les autres : son visage est flouté, ou la photo n’est pas montrée.</li></ul>\
         <p>Chaque responsable répond de son côté. {enough} Sans réponse, rien n’est montré.</p>",
        uses.join("\u{202f}; "),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{base::rich_text, door::Faults, school::consent::Purpose};
    use jiff::civil::date;

    fn asked(occasion: &str) -> Vec<Asking> {
        let (from_on, until_on) = (date(2026, 9, 1), date(2027, 8, 31));
        Purpose::ALL.map(|purpose| Asking { purpose, occasion: occasion.into(), from_on, until_on }).into()
    }

    #[test]
    fn the_word_is_clean_and_its_questions_stand() {
        for (occasion, needs) in [("", Needs::One), ("Fête <b> & jeux", Needs::All)] {
            let model = model(&asked(occasion), needs);
            assert_eq!(rich_text::clean(&model.body).ok().as_deref(), Some(model.body.as_str()));
            let (mut fields, mut faults) = (Fields::default(), Faults::default());
            blocks::put(&model.questions, &mut fields);
            let found = blocks::check(&fields, &mut faults);
            assert!(faults.is_empty(), "{faults:?}");
            assert_eq!(found, model.questions);
            assert!(found.iter().all(|question| !question.is_required && question.per == Per::Guardian));
            assert!(model.asks.is_signed());
            for words in ["À qui, et où", "Pour combien de temps", "changer d’avis", "aucune conséquence"] {
                assert!(model.body.contains(words), "{words}");
            }
        }
    }
}
