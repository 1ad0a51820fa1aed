//! Eight slips to an A4 page, two by four, with the lines along which to cut.

use crate::base::pdf::{
    Align, Area, Canvas, Document, PAGE_HEIGHT, PAGE_WIDTH, PdfError, Role, Stack, Style, Text, Weight,
};

use super::sheet::{BY_HAND, Pile, QR_ALT, Sheet, Slip};

const COLUMNS: usize = 2;
const ROWS: usize = 4;
const WIDTH: f32 = PAGE_WIDTH / COLUMNS as f32;
const HEIGHT: f32 = PAGE_HEIGHT / ROWS as f32;
/// Wide enough for the border that a printer leaves white and for a crooked cut.
const MARGIN: f32 = 8.0;
const INNER: f32 = WIDTH - 2.0 * MARGIN;
/// White border included: the code alone is 28 mm or more.
const QR_SIDE: f32 = 36.0;
/// Where the left column stops: the white border of the code already keeps a distance.
const LEFT_COLUMN: f32 = INNER - QR_SIDE + 2.5;

const AT_SCHOOL: &str =
    "L’activation se fait à l’école, sur l’ordinateur de l’accueil ou sur le Wi-Fi de l’école\u{a0}:";

const SMALL: Style = Style::new(Weight::Regular, 8.0);
const LABEL: Style = Style::new(Weight::Regular, 7.5).leading(1.3);
const NAME: Style = Style::new(Weight::Bold, 13.0).leading(1.15);
const ABOUT: Style = Style::new(Weight::Regular, 9.5).leading(1.2);
/// Size of the children's line under a name that takes two: the code below needs its white border.
const CROWDED: f32 = 8.0;
const VALUE: Style = Style::new(Weight::Bold, 9.5);
const LOGIN: Style = Style::new(Weight::Mono, 10.5);
const CODE: Style = Style::new(Weight::MonoBold, 17.0);
const MARK: Style = Style::new(Weight::Bold, 7.5);
const FOOT: Style = Style::new(Weight::Regular, 7.5);

pub fn pile(document: &mut Document, sheet: &Sheet, pile: &Pile<'_>) -> Result<(), PdfError> {
    for slips in pile.slips.chunks(COLUMNS * ROWS) {
        document.page(pile.name, |canvas| {
            for (place, slip) in slips.iter().enumerate() {
                let left = (place % COLUMNS) as f32 * WIDTH;
                let top = (place / COLUMNS) as f32 * HEIGHT;
                canvas.section(|canvas| draw(canvas, sheet, slip, left, top))?;
            }
            canvas.cuts(ROWS, slips.len().div_ceil(COLUMNS));
            Ok(())
        })?;
    }
    Ok(())
}

fn draw(canvas: &mut Canvas<'_>, sheet: &Sheet, slip: &Slip, left: f32, top: f32) -> Result<(), PdfError> {
    let area = Area::new(left + MARGIN, top + 6.5, INNER);
    let heading_bottom = heading(canvas, sheet, slip, area);

    // The code stands at the right, as low as the footer lets it: a second line in the name does not move it.
    let footer_top = top + HEIGHT - 12.5;
    let qr_top = (footer_top - QR_SIDE + 2.5).max(heading_bottom - 0.8);
    let qr_left = left + WIDTH - MARGIN - QR_SIDE + 3.0;
    let credentials_top = heading_bottom + 1.0;
    let room = footer_top - 1.0 - credentials_top;
    credentials(canvas, sheet, slip, area.at(credentials_top), room);
    canvas.qr(&slip.qr_url, (qr_left, qr_top), QR_SIDE, QR_ALT)?;
    footer(canvas, sheet, slip, area.at(footer_top));
    Ok(())
}

/// School, class, name, children: what tells whose slip it is. Returns where it ends.
fn heading(canvas: &mut Canvas<'_>, sheet: &Sheet, slip: &Slip, area: Area) -> f32 {
    const CLASS_WIDTH: f32 = 30.0;
    let school_area = Area { width: INNER - CLASS_WIDTH - 2.0, ..area };
    let class_area = Area { left: area.left + INNER - CLASS_WIDTH, width: CLASS_WIDTH, ..area };
    canvas.write_name(&Text::new(&sheet.school_name, SMALL), school_area, 1, 6.0);
    let class = Text::new(&slip.class_group, SMALL.bold()).align(Align::End);
    canvas.write_name(&class, class_area, 1, 6.0);
    let line = area.top + SMALL.line_height() + 0.6;
    canvas.rule((area.left, line), (area.left + INNER, line), 0.25);

    let full_name = slip.full_name();
    let name = Text::new(&full_name, NAME).role(Role::Title);
    let bottom = canvas.write_name(&name, area.at(line + 1.4), 2, 8.5);
    let about = slip.about();
    match about.is_empty() {
        true => bottom,
        false => {
            let is_crowded = bottom - line > 2.0 * NAME.line_height();
            let style = ABOUT.sized(if is_crowded { CROWDED } else { ABOUT.size });
            canvas.write_name(&Text::new(&about, style), area.at(bottom + 0.2), 3, 6.0)
        }
    }
}

fn credentials(canvas: &mut Canvas<'_>, sheet: &Sheet, slip: &Slip, area: Area, height: f32) {
    let code = slip.spaced_code();
    let (stack, address) = match &sheet.address_line {
        Some(address) => (Stack::default().label(Text::new("Adresse", LABEL)), address),
        None => {
            let text = Text::new(AT_SCHOOL, LABEL);
            (Stack::default().prose(text, 4, 6.5), &sheet.local_address)
        }
    };
    let stack = stack
        .value(Text::new(address, VALUE), 2, 6.5)
        .label(Text::new("Identifiant", LABEL))
        .value(Text::new(&slip.login, LOGIN), 2, 6.5)
        .label(Text::new("Code d’accès", LABEL))
        .value(Text::new(&code, CODE), 1, 10.0);
    canvas.write_stack(&stack, Area { width: LEFT_COLUMN, ..area }, height);
}

fn footer(canvas: &mut Canvas<'_>, sheet: &Sheet, slip: &Slip, area: Area) {
    let until = format!("Valable jusqu’au {}", slip.expires_on);
    let half = Area { width: LEFT_COLUMN, ..area };
    canvas.write_name(&Text::new(&until, FOOT), half, 1, 6.0);
    let below = area.at(area.top + FOOT.line_height());
    let warning = "Une fiche par personne\u{a0}: ne la partagez pas.";
    let half = Area { width: INNER - 34.0, ..below };
    canvas.write_name(&Text::new(warning, FOOT), half, 1, 6.0);
    let right = Area { left: area.left + INNER - 34.0, width: 34.0, ..below };
    if slip.by_hand {
        canvas.write_name(&Text::new(BY_HAND, MARK).align(Align::End), right, 1, 6.0);
    } else {
        let printed = format!("imprimée le {}", sheet.printed_on);
        let text = Text::new(&printed, FOOT.sized(6.5)).align(Align::End);
        canvas.write_name(&text, right, 1, 5.5);
    }
}
