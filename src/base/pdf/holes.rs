//! Photos in a PDF that never holds them all: the writer gets of each JPEG only its head, and what it wrote is cut there into
//! pieces. Who sends the file puts the photos in, one after another, straight from where they are kept. A year of photos then
//! takes no more memory than its words.

use super::PdfError;

/// What is known of a JPEG without its pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jpeg {
    /// The name of its file: what is put in the hole. The same name twice is one photo twice on paper, once in the file.
    pub name: String,
    /// As long as the file.
    pub bytes: u64,
    pub width: u16,
    pub height: u16,
    pub is_gray: bool,
}

/// A file in pieces, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Bytes(Vec<u8>),
    /// The JPEG of that name, and its length.
    Photo(String, u64),
}

const MARK: &[u8] = b"photo-kept-elsewhere:";

impl Jpeg {
    /// From the beginning of a file; `None` for what is no JPEG that a PDF can hold as it is.
    pub fn of(name: &str, head: &[u8], bytes: u64) -> Option<Jpeg> {
        let mut at = 2;
        if head.get(..2)? != [0xFF, 0xD8] {
            return None;
        }
        loop {
            let &[0xFF, marker, high, low] = head.get(at..at + 4)? else { return None };
            match marker {
                // Baseline and progressive; tables and the arithmetic kinds carry other numbers.
                0xC0..=0xC2 => {
                    let &[8, h1, h0, w1, w0, components] = head.get(at + 4..at + 10)? else { return None };
                    let (height, width) = (u16::from_be_bytes([h1, h0]), u16::from_be_bytes([w1, w0]));
                    let is_drawn = width > 0 && height > 0 && matches!(components, 1 | 3);
                    let is_gray = components == 1;
                    return is_drawn.then(|| Jpeg { name: name.to_owned(), bytes, width, height, is_gray });
                }
                0xD8..=0xDA | 0xC3..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => return None,
                _ => at += 2 + usize::from(u16::from_be_bytes([high, low])),
            }
        }
    }

    pub fn ratio(&self) -> f32 {
        f32::from(self.width) / f32::from(self.height)
    }

    /// A JPEG of that shape without a pixel, which says whose place it holds.
    pub(super) fn stand_in(&self) -> Vec<u8> {
        let components: &[u8] = if self.is_gray { &[1] } else { &[1, 2, 3] };
        let mut bytes = vec![0xFF, 0xD8];
        let mut segment = |marker: u8, body: &[u8]| {
            bytes.extend([0xFF, marker]);
            bytes.extend((body.len() as u16 + 2).to_be_bytes());
            bytes.extend(body);
        };
        let ([h1, h0], [w1, w0]) = (self.height.to_be_bytes(), self.width.to_be_bytes());
        let mut frame = vec![8, h1, h0, w1, w0, components.len() as u8];
        frame.extend(components.iter().flat_map(|id| [*id, 0x11, 0]));
        segment(0xC0, &frame);
        let mut scan = vec![components.len() as u8];
        scan.extend(components.iter().flat_map(|id| [*id, 0]));
        scan.extend([0, 63, 0]);
        segment(0xDA, &scan);
        bytes.extend(MARK);
        bytes.extend(self.name.as_bytes());
        bytes.extend([0xFF, 0xD9]);
        bytes
    }
}

/// The document with a hole for each photo, its lengths and its table of objects as they will be once they are filled.
pub(super) fn cut(pdf: &[u8], jpegs: &[Jpeg]) -> Result<Vec<Piece>, PdfError> {
    let broken = |what: &str| PdfError::Export(format!("no hole can be cut: {what}"));
    let mut pieces = Pieces::default();
    let mut at = 0;
    while let Some(mark) = find(&pdf[at..], MARK) {
        let mark = at + mark;
        let jpeg = jpegs.iter().find(|jpeg| pdf[mark + MARK.len()..].starts_with(jpeg.name.as_bytes()));
        let jpeg = jpeg.ok_or_else(|| broken("whose place"))?;
        let stand_in = jpeg.stand_in();
        let inside = find(&stand_in, MARK).ok_or_else(|| broken("no mark"))?;
        let start = mark.checked_sub(inside).ok_or_else(|| broken("no beginning"))?;
        let length = format!("/Length {}", stand_in.len());
        let said = find_last(&pdf[at..start], length.as_bytes()).ok_or_else(|| broken("no length"))? + at;
        pieces.push(&pdf[at..said]);
        pieces.instead(&format!("/Length {}", jpeg.bytes), length.len());
        pieces.push(&pdf[said + length.len()..start]);
        pieces.photo(jpeg, stand_in.len());
        at = start + stand_in.len();
    }
    let table = find_last(&pdf[at..], b"\nxref\n").ok_or_else(|| broken("no table"))? + at + 1;
    pieces.push(&pdf[at..table]);
    let shift = pieces.shift_at(table);
    let text = std::str::from_utf8(&pdf[table..]).map_err(|_| broken("a table that is no text"))?;
    pieces.push(moved(text, table, shift, &pieces).ok_or_else(|| broken("an unknown table"))?.as_bytes());
    Ok(pieces.all)
}

/// The table of objects and what follows it, each place where it is now.
fn moved(text: &str, table: usize, shift: i64, pieces: &Pieces) -> Option<String> {
    let mut out = String::with_capacity(text.len() + 16);
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        match bare.strip_suffix(" 00000 n").filter(|place| place.len() == 10) {
            Some(place) => {
                let place: usize = place.parse().ok()?;
                let now = place as i64 + pieces.shift_at(place);
                out.push_str(&format!("{now:010}{}", &line[10..]));
            }
            None if bare == table.to_string() => out.push_str(&line.replace(bare, &(table as i64 + shift).to_string())),
            None => out.push_str(line),
        }
    }
    Some(out)
}

#[derive(Default)]
struct Pieces {
    all: Vec<Piece>,
    /// How much further everything stands that stood after this place.
    shifts: Vec<(usize, i64)>,
    read: usize,
}

impl Pieces {
    fn push(&mut self, bytes: &[u8]) {
        self.read += bytes.len();
        self.add(bytes);
    }

    fn add(&mut self, bytes: &[u8]) {
        match self.all.last_mut() {
            Some(Piece::Bytes(last)) => last.extend_from_slice(bytes),
            _ => self.all.push(Piece::Bytes(bytes.to_vec())),
        }
    }

    fn instead(&mut self, text: &str, of: usize) {
        self.add(text.as_bytes());
        self.moves(of, text.len() as i64);
    }

    fn photo(&mut self, jpeg: &Jpeg, of: usize) {
        self.all.push(Piece::Photo(jpeg.name.clone(), jpeg.bytes));
        self.moves(of, jpeg.bytes as i64);
    }

    fn moves(&mut self, of: usize, now: i64) {
        self.read += of;
        let before = self.shifts.last().map_or(0, |shift| shift.1);
        self.shifts.push((self.read, before + now - of as i64));
    }

    fn shift_at(&self, place: usize) -> i64 {
        let after = self.shifts.partition_point(|(from, _)| *from <= place);
        after.checked_sub(1).map_or(0, |at| self.shifts[at].1)
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|found| found == wanted)
}

fn find_last(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|found| found == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::pdf::{Area, Document, Picture};
    use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};

    fn photo(width: u32, height: u32, colour: ExtendedColorType) -> Vec<u8> {
        let channels = if colour == ExtendedColorType::L8 { 1 } else { 3 };
        let pixels: Vec<u8> = (0..width * height * channels).map(|at| (at % 251) as u8).collect();
        let mut bytes = Vec::new();
        JpegEncoder::new(&mut bytes).encode(&pixels, width, height, colour).unwrap();
        bytes
    }

    fn of(bytes: &[u8], name: &str) -> Jpeg {
        Jpeg::of(name, &bytes[..bytes.len().min(4096)], bytes.len() as u64).unwrap()
    }

    #[test]
    fn the_head_tells_the_shape() {
        let colour = photo(40, 30, ExtendedColorType::Rgb8);
        let jpeg = of(&colour, "a");
        assert_eq!((jpeg.width, jpeg.height, jpeg.is_gray), (40, 30, false));
        assert!(of(&photo(8, 9, ExtendedColorType::L8), "b").is_gray);
        assert_eq!(Jpeg::of("c", b"\x89PNG\r\n\x1a\n", 8), None);
        assert_eq!(Jpeg::of("c", &colour[..12], 12), None);
        assert_eq!(of(&jpeg.stand_in(), "a").width, 40);
    }

    #[test]
    fn every_object_of_the_filled_file_stands_where_its_table_says() {
        let photos = [
            ("one", photo(300, 200, ExtendedColorType::Rgb8)),
            ("two", photo(90, 120, ExtendedColorType::L8)),
            ("three", photo(16, 16, ExtendedColorType::Rgb8)),
        ];
        let mut document = Document::new("Essai", "fr-FR");
        for at in [0, 1, 2, 0] {
            let (name, bytes) = &photos[at];
            let picture = Picture::Jpeg(of(bytes, name));
            document
                .page("Essai", |canvas| canvas.picture(&picture, Area::new(20.0, 20.0, 90.0), 60.0, "Une photo"))
                .unwrap();
        }
        let mut file = Vec::new();
        for piece in document.finish_in_pieces().unwrap() {
            match piece {
                Piece::Bytes(bytes) => file.extend(bytes),
                Piece::Photo(name, length) => {
                    let (_, bytes) = photos.iter().find(|one| one.0 == name).unwrap();
                    assert_eq!(bytes.len() as u64, length);
                    file.extend(bytes);
                }
            }
        }
        for (_, bytes) in &photos {
            assert!(find(&file, bytes).is_some(), "as it is");
            assert!(find(&file, format!("/Length {}", bytes.len()).as_bytes()).is_some());
        }
        assert_eq!(
            file.windows(photos[0].1.len()).filter(|found| *found == photos[0].1).count(),
            1,
            "once in the file"
        );
        let table = find_last(&file, b"\nxref\n").unwrap() + 1;
        let text = String::from_utf8_lossy(&file[table..]).into_owned();
        assert!(text.contains(&format!("startxref\n{table}\n")), "{text}");
        let places = text.lines().filter_map(|line| line.trim_end().strip_suffix(" 00000 n"));
        let places: Vec<usize> = places.map(|place| place.parse().unwrap()).collect();
        assert!(places.len() > 10);
        for place in places {
            let object = String::from_utf8_lossy(&file[place..place + 16]).into_owned();
            assert!(object.contains(" 0 obj"), "{place}: {object}");
        }
        if let Ok(folder) = std::env::var("PREAU_SHEETS") {
            std::fs::write(format!("{folder}/trous.pdf"), file).unwrap();
        }
    }
}
