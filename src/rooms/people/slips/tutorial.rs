//! One page for one person: a letter in simple French, three steps, the codes, and for guardians a line in each of ten
//! languages.

use crate::base::pdf::{Align, Area, Canvas, Document, PAGE_WIDTH, PdfError, Role, Stack, Style, Text, Weight};

use super::languages::LANGUAGES;
use super::sheet::{BY_HAND, Pile, QR_ALT, Sheet, Slip, SlipRole, enumeration};

const MARGIN: f32 = 19.0;
const INNER: f32 = PAGE_WIDTH - 2.0 * MARGIN;

const SMALL: Style = Style::new(Weight::Regular, 9.0);
const TITLE: Style = Style::new(Weight::Bold, 22.0);
const BODY: Style = Style::new(Weight::Regular, 11.0).leading(1.35);
const STEP: Style = Style::new(Weight::Bold, 12.0).leading(1.3);
const HEADING: Style = Style::new(Weight::Bold, 11.0);
const NAME: Style = Style::new(Weight::Bold, 13.0);
const LABEL: Style = Style::new(Weight::Regular, 9.0).leading(1.3);
const VALUE: Style = Style::new(Weight::Bold, 11.5);
const LOGIN: Style = Style::new(Weight::Mono, 13.0);
const CODE: Style = Style::new(Weight::MonoBold, 20.0);
const FOREIGN: Style = Style::new(Weight::Regular, 9.0).leading(1.3);

pub fn pile(document: &mut Document, sheet: &Sheet, pile: &Pile<'_>) -> Result<(), PdfError> {
    for slip in &pile.slips {
        document.page(pile.name, |canvas| page(canvas, sheet, slip))?;
    }
    Ok(())
}

fn page(canvas: &mut Canvas<'_>, sheet: &Sheet, slip: &Slip) -> Result<(), PdfError> {
    let area = Area::new(MARGIN, 14.0, INNER);
    let mut top = head(canvas, sheet, slip, area);
    top = letter(canvas, slip, area.at(top + 5.0));
    top = steps(canvas, sheet, slip, area.at(top + 3.0));
    top = credentials(canvas, sheet, slip, area.at(top + 3.0))?;
    top = help(canvas, slip, area.at(top + 4.5));
    if matches!(slip.role, SlipRole::Guardian { .. }) {
        languages(canvas, sheet, area.at(top + 3.5));
    }
    Ok(())
}

fn head(canvas: &mut Canvas<'_>, sheet: &Sheet, slip: &Slip, area: Area) -> f32 {
    let left = Area { width: INNER * 0.62, ..area };
    canvas.write_name(&Text::new(&sheet.school_name, SMALL.bold()), left, 1, 7.0);
    let right = Area { left: MARGIN + INNER * 0.64, width: INNER * 0.36, ..area };
    let date = format!("{}, {}", slip.class_group, sheet.printed_on);
    canvas.write_name(&Text::new(&date, SMALL).align(Align::End), right, 1, 7.0);
    let line = area.top + SMALL.line_height() + 1.0;
    canvas.rule((MARGIN, line), (MARGIN + INNER, line), 0.3);
    if slip.by_hand {
        let mark = Text::new(BY_HAND, SMALL.bold()).align(Align::End);
        canvas.write(&mark, right.at(line + 1.5));
    }
    let title = Text::new("Bienvenue sur Préau", TITLE).role(Role::Title);
    canvas.write(&title, area.at(line + 5.0))
}

fn letter(canvas: &mut Canvas<'_>, slip: &Slip, area: Area) -> f32 {
    let greeting = format!("Bonjour {},", slip.full_name());
    let top = canvas.write_prose(&Text::new(&greeting, BODY), area, 2, 9.0);
    let body = match &slip.role {
        SlipRole::Guardian { children } if !children.is_empty() => format!(
            "L’école a maintenant son propre espace en ligne. Vous y trouverez les mots de l’école pour {}\u{a0}: \
             vous les lirez et les signerez depuis un téléphone ou un ordinateur. Il n’y a rien à payer, rien à \
             installer, et aucune publicité.",
            enumeration(children)
        ),
        SlipRole::Guardian { .. } => "L’école a maintenant son propre espace en ligne. Vous y trouverez ses mots, \
             que vous lirez et signerez depuis un téléphone ou un ordinateur. Il n’y a rien à payer, rien à \
             installer, et aucune publicité."
            .to_owned(),
        SlipRole::Staff { title } => format!(
            "L’école a maintenant son propre espace en ligne, et voici votre accès ({title}). Vous y trouverez \
             ce qui concerne les classes où vous travaillez, depuis un téléphone ou un ordinateur. Il n’y a rien à installer."
        ),
    };
    canvas.write_prose(&Text::new(&body, BODY), area.at(top + 1.5), 5, 8.5)
}

fn steps(canvas: &mut Canvas<'_>, sheet: &Sheet, slip: &Slip, area: Area) -> f32 {
    let open = match &sheet.address_line {
        Some(address) => format!(
            "Visez le carré noir et blanc avec l’appareil photo de votre téléphone, ou tapez l’adresse {address} et \
             donnez votre identifiant et votre code."
        ),
        None => format!(
            "L’activation se fait à l’école, sur l’ordinateur de l’accueil ou sur le Wi-Fi de l’école. Venez avec \
             cette page\u{a0}: visez le carré noir et blanc, ou tapez l’adresse {}.",
            sheet.local_address
        ),
    };
    let last = match slip.role {
        SlipRole::Guardian { .. } => (
            "Lisez et signez",
            "Ce qui vous attend est en haut de la page. Ouvrez le mot, lisez-le, signez-le d’un geste.",
        ),
        SlipRole::Staff { .. } => ("Regardez ce qui vous attend", "C’est toujours en haut de la page d’accueil."),
    };
    let steps = [
        ("Ouvrez Préau", open.as_str()),
        (
            "Choisissez votre phrase de passe",
            "Quelques mots que vous retenez facilement et que personne ne devine. Gardez-la pour vous\u{a0}: l’école \
             ne vous la demandera jamais.",
        ),
        last,
    ];
    let mut top = area.top;
    for (index, (title, text)) in steps.into_iter().enumerate() {
        top = canvas.section(|canvas| step(canvas, index + 1, title, text, area.at(top))) + 2.2;
    }
    top
}

fn step(canvas: &mut Canvas<'_>, number: usize, title: &str, text: &str, area: Area) -> f32 {
    const RADIUS: f32 = 4.2;
    const INDENT: f32 = 13.0;
    let centre = (area.left + RADIUS + 0.3, area.top + RADIUS + 0.8);
    canvas.disc(centre, RADIUS, 0.4);
    let number = number.to_string();
    let sign = Text::new(&number, STEP.sized(13.0)).align(Align::Centre);
    let height = sign.style.line_height();
    canvas.write(&sign, Area::new(centre.0 - RADIUS, centre.1 - height / 2.0 - 0.3, 2.0 * RADIUS));
    let area = Area::new(area.left + INDENT, area.top, area.width - INDENT);
    let top = canvas.write(&Text::new(title, STEP).role(Role::Heading), area);
    canvas.write_prose(&Text::new(text, BODY.sized(10.5)), area.at(top), 3, 8.5)
}

/// The frame that one may cut out and keep: who, where, login, code, and the QR at the right.
fn credentials(canvas: &mut Canvas<'_>, sheet: &Sheet, slip: &Slip, area: Area) -> Result<f32, PdfError> {
    const HEIGHT: f32 = 55.0;
    const PADDING: f32 = 6.0;
    const QR_SIDE: f32 = 51.0;
    canvas.frame(area, HEIGHT, 0.4);
    let inner = Area::new(area.left + PADDING, area.top + PADDING - 1.0, INNER - QR_SIDE - PADDING - 4.0);
    let (name, code) = (slip.full_name(), slip.spaced_code());
    let address = sheet.address_line.as_ref().unwrap_or(&sheet.local_address);
    let stack = Stack::default()
        .value(Text::new(&name, NAME), 2, 9.0)
        .label(Text::new("Adresse", LABEL))
        .value(Text::new(address, VALUE), 2, 8.0)
        .label(Text::new("Identifiant", LABEL))
        .value(Text::new(&slip.login, LOGIN), 2, 8.0)
        .label(Text::new("Code d’accès", LABEL))
        .value(Text::new(&code, CODE), 1, 12.0);
    canvas.write_stack(&stack, inner, HEIGHT - 2.0 * PADDING + 2.0);
    let corner = (area.left + INNER - QR_SIDE - 2.0, area.top + (HEIGHT - QR_SIDE) / 2.0);
    canvas.qr(&slip.qr_url, corner, QR_SIDE, QR_ALT)?;
    let below =
        format!("Valable jusqu’au {}. Cette page est pour vous seulement\u{a0}: ne la partagez pas.", slip.expires_on);
    let text = Text::new(&below, SMALL);
    Ok(canvas.write_name(&text, area.at(area.top + HEIGHT + 1.5), 1, 7.0))
}

fn help(canvas: &mut Canvas<'_>, slip: &Slip, area: Area) -> f32 {
    let text = match slip.role {
        SlipRole::Guardian { .. } => {
            "À l’école\u{a0}: demandez à l’enseignante ou l’enseignant de votre enfant, ou à la direction. On peut vous \
             montrer, ou imprimer une nouvelle fiche si celle-ci est perdue. Pas d’internet à la maison, ou vous préférez \
             le papier\u{202f}? Dites-le\u{a0}: les mots vous viendront sur papier."
        }
        SlipRole::Staff { .. } => {
            "À la direction de l’école, qui peut imprimer une nouvelle fiche si celle-ci est perdue."
        }
    };
    let title = Text::new("Où demander de l’aide", HEADING).role(Role::Heading);
    let top = canvas.write(&title, area);
    canvas.write_prose(&Text::new(text, BODY.sized(10.0)), area.at(top), 3, 8.5)
}

fn languages(canvas: &mut Canvas<'_>, sheet: &Sheet, area: Area) {
    const NAME_WIDTH: f32 = 22.0;
    /// Below this the twenty lines would reach the border that printers leave white.
    const ROOMY: f32 = 204.0;
    canvas.rule((area.left, area.top), (area.left + INNER, area.top), 0.3);
    let sentence_area = Area::new(area.left + NAME_WIDTH, 0.0, INNER - NAME_WIDTH);
    let style = match area.top > ROOMY {
        true => FOREIGN.sized(8.5),
        false => FOREIGN,
    };
    let mut top = area.top + 1.5;
    for language in &LANGUAGES {
        let name = Text::new(language.own_name, style.bold()).language(language.tag);
        // The names stand in one column at the left, whichever way they are read.
        let align = match canvas.fonts().line(language.own_name, Weight::Bold).is_rtl() {
            true => Align::End,
            false => Align::Start,
        };
        let name_area = Area::new(area.left, top, NAME_WIDTH);
        canvas.write(&name.align(align), name_area);
        let sentence = match sheet.address_line {
            Some(_) => language.scan,
            None => language.at_school,
        };
        let text = Text::new(sentence, style).language(language.tag);
        top = canvas.write_prose(&text, sentence_area.at(top), 2, 7.5) + 0.5;
    }
}
