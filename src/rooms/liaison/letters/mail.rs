//! The words of a word's letter.

use super::{
    Occasion,
    telling::{Telling, Told},
};
use crate::{
    base::{
        french,
        mail::{Body, Letter, Said},
    },
    rooms::liaison::{Asks, by_mail::Expected, pages, path, questions::Kind},
};
use jiff::civil::Date;

/// The page where each chooses how they are told.
const CHOICES: &str = "/compte/avis";

/// `expected`: what a reply may say that answers at once.
pub fn letter(
    telling: &Telling,
    children: &[Told],
    expected: Option<Expected>,
    occasion: Occasion,
    links_until: Date,
) -> Letter {
    let all: Vec<&Told> = children.iter().collect();
    let said = names(&all);
    let body = head(Body::new(&telling.school), telling, &said, occasion);
    let body = match telling.announced {
        Some(_) => announced(body, &said),
        None => whole(body, telling, children, &said),
    };
    let body = what_to_do(body.rule(), telling, children, expected);
    let body = small_print(body, telling, children, links_until);
    let first_names: Vec<&str> = children.iter().map(|told| told.child.first_name.as_str()).collect();
    body.finish("", "", subject(telling, &french::list(&first_names), occasion))
}

/// « École Jean-Jaurès : Sortie au musée ».
fn subject(telling: &Telling, names: &str, occasion: Occasion) -> String {
    let school = &telling.school;
    let what = match telling.announced {
        Some(_) => format!("un mot concernant {names} vous attend"),
        None => telling.text.title.clone(),
    };
    match occasion {
        Occasion::Word => format!("{school} : {what}"),
        Occasion::Reminder => format!("{school}, rappel : {what}"),
        Occasion::Corrected => format!("{school}, corrigé : {what}"),
    }
}

fn head(body: Body, telling: &Telling, names: &[Said], occasion: Occasion) -> Body {
    let before = match (occasion, telling.word.asks) {
        (Occasion::Word, _) => return body,
        (Occasion::Reminder, Asks::Read) => "Rappel : l’école attend que vous lisiez ce mot pour ",
        (Occasion::Reminder, _) => "Rappel : l’école n’a pas encore votre réponse pour ",
        (Occasion::Corrected, Asks::Read) => "Ce mot a été corrigé : l’école vous demande de le lire à nouveau pour ",
        (Occasion::Corrected, _) => "Ce mot a été corrigé : l’école vous demande de répondre à nouveau pour ",
    };
    body.sentence(&around(before, names, "."))
}

/// Nothing that tells what it is about.
fn announced(body: Body, names: &[Said]) -> Body {
    body.sentence(&around("Un mot concernant ", names, " vous attend."))
        .paragraph("Par discrétion, son texte n’est pas dans cet e-mail.")
}

fn whole(body: Body, telling: &Telling, children: &[Told], names: &[Said]) -> Body {
    let author = [Said::Text("De "), Said::Name(&telling.word.author_name), Said::Text(", pour ")];
    let from = [&author, names].concat();
    let body = body.heading(&telling.text.title).small_sentence(&from).rich(&telling.text.body);
    let body = match telling.questions.as_slice() {
        [] => body,
        questions => {
            let labels: Vec<String> = questions.iter().map(|question| question.label.clone()).collect();
            body.paragraph(french::plural(labels.len(), "Une réponse est demandée :", "Des réponses sont demandées :"))
                .list(&labels)
        }
    };
    attached(body, telling, children)
}

fn attached(body: Body, telling: &Telling, children: &[Told]) -> Body {
    if telling.pieces.is_empty() {
        return body;
    }
    let Some(address) = &telling.address else {
        let names: Vec<String> = telling.pieces.iter().map(|piece| piece.name.clone()).collect();
        return body.paragraph("Avec ce mot, à voir à l’école ou en vous connectant :").list(&names);
    };
    // By a link of the reader's own where there is one; else behind the sign-in.
    let link = children.iter().find_map(|told| told.link.as_ref());
    telling.pieces.iter().fold(body, |body, piece| {
        let place = match link {
            Some(link) => path::piece_behind(link.reveal(), piece.id),
            None => path::of(telling.word.id, &format!("pieces/{}", piece.id)),
        };
        body.link(&format!("Pièce jointe, {}", piece.name), &format!("{address}{place}"))
    })
}

fn what_to_do(body: Body, telling: &Telling, children: &[Told], expected: Option<Expected>) -> Body {
    let word = &telling.word;
    let signers: Vec<&Told> = children.iter().filter(|told| told.child.given.signs || !word.asks.is_signed()).collect();
    if signers.is_empty() {
        let body = body.paragraph(
            "Vous lisez ce mot. La signature est demandée à un responsable légal qui exerce l’autorité parentale.",
        );
        return signed_in(body, telling, "Lire le mot");
    }
    let body = asked(body, telling);
    let linked: Vec<&Told> = children.iter().filter(|told| told.link.is_some()).collect();
    let body = match linked.as_slice() {
        [] => {
            signed_in(body, telling, if word.asks.is_signed() { "Me connecter pour répondre" } else { "Lire le mot" })
        }
        linked => linked.iter().fold(body, |body, told| button(body, telling, told)),
    };
    by_reply(body, telling, !linked.is_empty(), expected, &names(&signers))
}

/// « La signature d’un seul responsable suffit. Réponse attendue d’ici jeudi. »
fn asked(body: Body, telling: &Telling) -> Body {
    let body = match telling.word.asks {
        Asks::Nothing | Asks::Read => body,
        Asks::One => body.paragraph("La signature d’un seul responsable suffit."),
        Asks::All => {
            body.paragraph("La signature de chaque responsable légal est demandée : chacun signe de son côté.")
        }
    };
    match telling.word.deadline_on {
        Some(day) if day >= telling.today => {
            body.paragraph(&format!("Réponse attendue d’ici {}.", pages::by_day(day, telling.today)))
        }
        Some(day) => body.paragraph(&format!("La réponse était attendue {}.", pages::the_day(day, telling.today))),
        None => body,
    }
}

fn button(body: Body, telling: &Telling, told: &Told) -> Body {
    let (Some(address), Some(link)) = (&telling.address, &told.link) else { return body };
    let label = match telling.word.asks {
        _ if telling.announced.is_some() => "Ouvrir le mot pour ",
        Asks::Nothing => "Ouvrir le mot pour ",
        Asks::Read => "Dire que j’ai lu pour ",
        _ if !telling.questions.is_empty() => "Répondre pour ",
        _ => "Signer pour ",
    };
    body.button_for(label, &told.child.first_name, &format!("{address}{}", path::behind(link.reveal())))
}

/// For who has no link of their own.
fn signed_in(body: Body, telling: &Telling, label: &str) -> Body {
    let leads_somewhere =
        telling.word.asks != Asks::Nothing || telling.announced.is_some() || !telling.pieces.is_empty();
    match &telling.address {
        Some(address) if leads_somewhere => body.button(label, &format!("{address}{}", path::note(telling.word.id))),
        _ => body,
    }
}

/// A reply that answers at once, or the way that is left.
fn by_reply(body: Body, telling: &Telling, has_link: bool, expected: Option<Expected>, names: &[Said]) -> Body {
    let way = match expected {
        Some(Expected::Signature) => {
            "répondez à cet e-mail par ces seuls mots, « Lu et signé » : c’est votre signature pour "
        }
        Some(Expected::Reading) => "répondez à cet e-mail par ce seul mot, « Lu », pour ",
        Some(Expected::YesNo) => {
            "répondez à cet e-mail par ce seul mot, « oui » ou « non » : c’est votre réponse signée pour "
        }
        None => return left(body, telling),
    };
    let before = if has_link { format!("Ou alors, {way}") } else { french::capitalised(way) };
    body.sentence(&around(&before, names, "."))
}

fn left(body: Body, telling: &Telling) -> Body {
    if telling.takes_replies && telling.questions.iter().any(|asked| asked.kind == Kind::Consent) {
        return body.small("Une autorisation d’image ne se donne pas en répondant à cet e-mail : il est lu par l’école, mais ne signe rien. Répondez sur la page du mot ou sur le talon en papier.");
    }
    if telling.takes_replies {
        return body.small("Ce que vous répondez à cet e-mail est lu par l’école.");
    }
    match (&telling.address, telling.word.asks, telling.announced) {
        (Some(_), ..) | (None, Asks::Nothing, None) => body,
        (None, Asks::Nothing, Some(_)) => body.paragraph("Demandez-le à l’école, sur place ou par téléphone."),
        (None, ..) => body.paragraph("Répondez à l’école sur papier, par exemple dans le cahier de votre enfant."),
    }
}

fn small_print(body: Body, telling: &Telling, children: &[Told], until: Date) -> Body {
    let body = match children.iter().filter(|told| told.link.is_some()).count() {
        0 => body,
        one_or_more => body.small(&format!(
            "{} jusqu’au {}. Ne transférez pas cet e-mail.",
            french::plural(
                one_or_more,
                "Ce lien est personnel : il ouvre ce mot et rien d’autre,",
                "Ces liens sont personnels : ils ouvrent ce mot et rien d’autre,"
            ),
            french::date_year(until)
        )),
    };
    match &telling.address {
        Some(address) => body.small_link("Choisir comment l’école vous prévient", &format!("{address}{CHOICES}")),
        None => body,
    }
}

/// « Léa et Tom », each name kept from translators.
fn names<'a>(children: &[&'a Told]) -> Vec<Said<'a>> {
    let mut said = Vec::new();
    for (at, told) in children.iter().enumerate() {
        match children.len() - at {
            _ if at == 0 => {}
            1 => said.push(Said::Text(" et ")),
            _ => said.push(Said::Text(", ")),
        }
        said.push(Said::Name(&told.child.first_name));
    }
    said
}

fn around<'a>(before: &'a str, names: &[Said<'a>], after: &'a str) -> Vec<Said<'a>> {
    [&[Said::Text(before)], names, &[Said::Text(after)]].concat()
}
