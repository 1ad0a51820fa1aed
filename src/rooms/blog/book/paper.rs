//! The book on paper: cover, contents, then month after month the posts with their photos. Pure: words and photos in, pieces
//! of a PDF out.

use super::cover::{self, Cover};
use crate::{
    base::{
        french,
        pdf::{
            Block, BlockKind, Document, FlowColumn, Laid, PdfError, Picture, Piece, Role, Run, Style, Wall, Weight, lay,
        },
        rich_text::{self, Span},
    },
    rooms::blog::period::month_year,
};
use jiff::civil::Date;

/// Violet ink.
pub const INK: [u8; 3] = [0x43, 0x34, 0x8f];

const COLUMN: FlowColumn = FlowColumn { top: 22.0, bottom: 270.0, inner: 24.0, outer: 16.0, text: 142.0 };
pub const WALL: Wall = Wall { width: 170.0, gap: 3.0, height: 62.0, highest: 116.0 };

const MONTH: Style = Style::new(Weight::Bold, 26.0).leading(1.15).tint(INK);
const DATE: Style = Style::new(Weight::Bold, 9.5).tint(INK);
const TITLE: Style = Style::new(Weight::Bold, 16.5).leading(1.2);
const PART: Style = Style::new(Weight::Bold, 12.5).leading(1.3);
const TEXT: Style = Style::new(Weight::Regular, 11.0).leading(1.42);
const ASIDE: Style = Style::new(Weight::Regular, 9.5).gray(70);
const ENTRY_MONTH: Style = Style::new(Weight::Bold, 11.5).leading(1.5).tint(INK);
const ENTRY: Style = Style::new(Weight::Regular, 10.5).leading(1.55);
const CONTENTS: &str = "Sommaire";

/// A post as the book tells it.
pub struct Told {
    pub title: String,
    pub day: Date,
    pub author: String,
    /// Clean HTML.
    pub body: String,
    pub pictures: Vec<(Picture, String)>,
    pub films: usize,
    pub sounds: usize,
}

pub fn book(cover: &Cover, told: &[Told]) -> Result<Vec<Piece>, PdfError> {
    let mut document = Document::new(&cover.title(), "fr-FR");
    let posts = posts(told);
    let laid = lay(document.fonts(), &posts, &COLUMN);
    // As many lines as there will be, whatever the numbers on them.
    let count = lay(document.fonts(), &contents(told, &[], 0), &COLUMN).count();
    let first = 2 + count;
    let contents = contents(told, &laid.headings(), first);
    let table = lay(document.fonts(), &contents, &COLUMN);
    cover::draw(&mut document, cover)?;
    let foot = |number: usize| (cover.running(), number.to_string());
    table.draw(&mut document, &COLUMN, 2, &|_| CONTENTS.to_owned(), &foot)?;
    laid.draw(&mut document, &COLUMN, first, &|page| month_of(told, &laid, page), &foot)?;
    document.finish_in_pieces()
}

/// The month of the last post that begins on this page or before it.
fn month_of(told: &[Told], laid: &Laid, page: usize) -> String {
    let headings = laid.headings();
    let before = headings.iter().rfind(|(_, on)| *on <= page).or(headings.first());
    before.and_then(|(number, _)| told.get(*number)).map_or_else(String::new, |post| month(post.day))
}

fn month(day: Date) -> String {
    french::capitalised(&month_year(day))
}

fn contents(told: &[Told], headings: &[(usize, usize)], first: usize) -> Vec<Block> {
    let title = BlockKind::Heading { text: CONTENTS.into(), style: MONTH, role: Role::Heading, number: None };
    let mut blocks = vec![Block { before: 0.0, kind: title }];
    let mut so_far = String::new();
    for (number, post) in told.iter().enumerate() {
        let month = month(post.day);
        if month != so_far {
            let kind = BlockKind::Entry { text: month.clone(), page: String::new(), style: ENTRY_MONTH };
            blocks.push(Block { before: 5.0, kind });
            so_far = month;
        }
        let page = headings.iter().find(|(heading, _)| *heading == number).map(|(_, page)| (first + page).to_string());
        let kind = BlockKind::Entry { text: shown(&post.title), page: page.unwrap_or_default(), style: ENTRY };
        blocks.push(Block { before: 0.0, kind });
    }
    blocks
}

fn posts(told: &[Told]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut so_far = String::new();
    let mut lists = 0;
    for (number, post) in told.iter().enumerate() {
        let month = month(post.day);
        let begins = month != so_far;
        if begins {
            blocks.push(Block { before: 0.0, kind: BlockKind::NewPage });
            let kind = BlockKind::Heading { text: month.clone(), style: MONTH, role: Role::Heading, number: None };
            blocks.push(Block { before: 0.0, kind });
            so_far = month;
        }
        let said = format!("{} · {}", french::capitalised(&french::day(post.day)), post.author);
        blocks.push(Block {
            before: if begins { 7.0 } else { 15.0 },
            kind: BlockKind::Line { text: said, style: DATE, stays: true },
        });
        let kind =
            BlockKind::Heading { text: shown(&post.title), style: TITLE, role: Role::Section, number: Some(number) };
        blocks.push(Block { before: 1.0, kind });
        blocks.extend(body(&post.body, &mut lists));
        if !post.pictures.is_empty() {
            let pictures = post.pictures.clone();
            blocks.push(Block { before: 5.0, kind: BlockKind::Pictures(pictures, WALL) });
        }
        if let Some(text) = elsewhere(post) {
            blocks.push(Block { before: 4.0, kind: BlockKind::Line { text, style: ASIDE, stays: false } });
        }
    }
    blocks
}

fn body(html: &str, lists: &mut usize) -> Vec<Block> {
    let (mut blocks, mut known) = (Vec::new(), 0);
    for block in rich_text::blocks(html) {
        let is_quote = block.kind == rich_text::BlockKind::Quote;
        let runs: Vec<Run> = block.spans.iter().map(|span| run(span, is_quote)).collect();
        let (before, kind) = match block.kind {
            rich_text::BlockKind::Title => {
                let text = block.spans.iter().map(|span| span.text.as_str()).collect();
                (5.0, BlockKind::Heading { text, style: PART, role: Role::Part, number: None })
            }
            rich_text::BlockKind::Item { list, depth, number } => {
                *lists += usize::from(list != known);
                let before = if list == known { 0.8 } else { 2.5 };
                known = list;
                let mark = number.map_or("•".to_owned(), |number| format!("{number}."));
                let indent = 3.0 + 6.0 * depth.saturating_sub(1).min(4) as f32;
                (before, BlockKind::Item { runs, style: TEXT, list: *lists, mark, indent })
            }
            rich_text::BlockKind::Paragraph | rich_text::BlockKind::Quote => {
                (2.8, BlockKind::Text { runs, style: TEXT })
            }
        };
        blocks.push(Block { before, kind });
    }
    blocks
}

fn run(span: &Span, is_quote: bool) -> Run {
    let text = french::typeset(&span.text);
    Run { text, is_bold: span.is_strong, is_slanted: span.is_slanted != is_quote }
}

fn elsewhere(post: &Told) -> Option<String> {
    let mut things = Vec::new();
    if post.films > 0 {
        things.push(french::count(post.films as i64, "vidéo", "vidéos"));
    }
    if post.sounds > 0 {
        things.push(french::count(post.sounds as i64, "enregistrement", "enregistrements"));
    }
    (!things.is_empty()).then(|| format!("À retrouver sur le blog\u{202f}: {}.", french::list(&things)))
}

fn shown(title: &str) -> String {
    if title.is_empty() { "Sans titre".to_owned() } else { french::typeset(title) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{base::pdf::Jpeg, rooms::blog::period::Period};
    use jiff::civil::date;

    fn post(at: usize, photos: usize) -> Told {
        let jpeg = |number: usize| {
            let (width, height) = [(1920, 1440), (1440, 1920), (1920, 1080)][(at + number) % 3];
            let name = format!("{:064x}", at * 1000 + number);
            Picture::Jpeg(Jpeg { name, bytes: 250_000, width, height, is_gray: false })
        };
        let body = "<p>Nous sommes partis <strong>tôt</strong> le matin, en car. Il faisait froid mais <em>tout le monde</em> chantait !</p><h3>À la ferme</h3><ul><li>des poules</li><li>un âne, qui s’appelle Gaston</li></ul><blockquote><p>C’était bien.</p></blockquote>";
        Told {
            title: format!("Sortie à la ferme, numéro {at}"),
            day: date(2026, 9, 1).checked_add(jiff::Span::new().days(at as i64 * 280 / 200)).unwrap(),
            author: "Mme Benali".into(),
            body: body.into(),
            pictures: (0..photos).map(|number| (jpeg(number), "Des enfants et un âne".into())).collect(),
            films: at % 2,
            sounds: at % 3,
        }
    }

    #[test]
    fn a_year_of_posts_is_a_book_whose_photos_stand_elsewhere() {
        let cover = Cover {
            school: "École Jean-Jaurès".into(),
            class: "CE1-CE2".into(),
            period: Period::year(date(2026, 11, 22)),
            made_on: date(2026, 11, 22),
            is_own: false,
        };
        let told: Vec<Told> = (0..200).map(|at| post(at, [7, 8, 0, 15][at % 4])).collect();
        let begun = std::time::Instant::now();
        let pieces = book(&cover, &told).unwrap();
        eprintln!("200 posts, 1,500 photos: {:?}", begun.elapsed());
        let made: usize =
            pieces.iter().map(|piece| if let Piece::Bytes(bytes) = piece { bytes.len() } else { 0 }).sum();
        let photos = pieces.iter().filter(|piece| matches!(piece, Piece::Photo(..))).count();
        assert_eq!(photos, 1_500);
        assert!(made < 12_000_000, "{made} bytes of words");
    }
}
