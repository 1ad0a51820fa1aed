//! A kept file, or several as one archive, on its way out, bit by bit. Its reader is judged again while it flows: whoever is
//! cut off (signed out, a tie withdrawn) gets no more of it. What the machine has already handed to the network cannot be
//! called back, nor can a page or a PDF, which leave in one piece.

use super::{
    answer::Content,
    house::House,
    range::{self, Asked, Part},
};
use crate::base::{
    archive::Archive,
    files::{Hash, Stretch},
};
use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    http::{Method, StatusCode},
    web,
};
use futures_util::stream;
use std::{
    fs::File,
    io::{Error, Read, Seek, SeekFrom},
    ops::Range,
    sync::Arc,
    time::{Duration, Instant as Moment},
};

/// Whether the one who asked would still be let in.
pub type Leave = Arc<dyn Fn() -> bool + Send + Sync>;

const CHUNK: usize = 64 * 1024;
/// How long a judgment holds: with what is under way, within the second that a cut may take.
const HOLDS: Duration = Duration::from_millis(500);

/// What gives bytes, a bounded many at a time.
trait Source: Send + 'static {
    /// Empty at the end.
    fn next(&mut self) -> Result<Vec<u8>, Error>;
}

struct Several {
    archive: Archive,
    house: Arc<House>,
}

/// What we made and kept files, one after another.
struct InTurn {
    stretches: std::vec::IntoIter<Stretch>,
    /// Of the kept file under way.
    piece: Option<Piece>,
    house: Arc<House>,
}

/// A file or a part of it.
struct Piece {
    file: File,
    left: u64,
}

struct Outgoing<S> {
    source: S,
    leave: Leave,
    judged: Moment,
}

/// What is on the shelf; all else an answer holds itself.
pub async fn kept(
    house: &Arc<House>,
    request: &HttpRequest,
    response: HttpResponseBuilder,
    content: Content,
    leave: Leave,
) -> HttpResponse {
    let (house, way) = (house.clone(), Way { leave, is_told_only: request.method() == Method::HEAD });
    match content {
        Content::Stored(hash) => {
            let kept = hash.clone();
            match web::block(move || house.files.open_file(&kept)).await {
                Ok(Ok(open)) => file(response, open, &hash, &Asked::of(request), way),
                _ => HttpResponse::NotFound().finish(),
            }
        }
        Content::Packed(path, hash) => match web::block(move || File::open(path)).await {
            Ok(Ok(open)) => file(response, open, &hash, &Asked::of(request), way),
            _ => HttpResponse::NotFound().finish(),
        },
        Content::Stretches(stretches) => {
            let length = stretches.iter().map(Stretch::length).sum();
            pour(response, InTurn { stretches: stretches.into_iter(), piece: None, house }, length, way)
        }
        Content::Archive(entries, zone) => {
            let opened = web::block(move || {
                let archive = Archive::new(&house.files, entries, &zone)?;
                Ok::<_, crate::base::error::Error>(Several { archive, house })
            });
            match opened.await {
                Ok(Ok(several)) => {
                    let length = several.archive.length();
                    pour(response, several, length, way)
                }
                _ => HttpResponse::NotFound().finish(),
            }
        }
        Content::Empty | Content::Text(_) | Content::Bytes(_) | Content::Events(_) => HttpResponse::NotFound().finish(),
    }
}

/// The kept file as it was asked for: whole, in part, or not at all when the browser has it.
fn file(mut response: HttpResponseBuilder, file: File, hash: &Hash, asked: &Asked, way: Way) -> HttpResponse {
    let tag = range::tag(hash);
    response.insert_header(("etag", tag.as_str())).insert_header(("accept-ranges", "bytes"));
    if asked.has(&tag) {
        return response.status(StatusCode::NOT_MODIFIED).finish();
    }
    let Ok(size) = file.metadata().map(|metadata| metadata.len()) else {
        return HttpResponse::InternalServerError().finish();
    };
    let part = match asked.part(&tag, size) {
        Part::Whole => 0..size,
        Part::Only(part) => {
            let said = format!("bytes {}-{}/{size}", part.start, part.end - 1);
            response.status(StatusCode::PARTIAL_CONTENT).insert_header(("content-range", said));
            part
        }
        Part::Beyond => {
            let said = format!("bytes */{size}");
            return response.status(StatusCode::RANGE_NOT_SATISFIABLE).insert_header(("content-range", said)).finish();
        }
    };
    let length = part.end - part.start;
    match Piece::new(file, part) {
        Ok(piece) => pour(response, piece, length, way),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}

/// What an answer needs to flow.
struct Way {
    leave: Leave,
    /// HEAD: told, not sent.
    is_told_only: bool,
}

/// Of a length that is known before.
fn pour(mut response: HttpResponseBuilder, source: impl Source, length: u64, way: Way) -> HttpResponse {
    response.no_chunking(length);
    if way.is_told_only {
        return response.streaming(stream::empty::<Result<web::Bytes, Error>>());
    }
    // The gate was passed a moment ago.
    let outgoing = Outgoing { source, leave: way.leave, judged: Moment::now() };
    let chunks = stream::try_unfold(outgoing, |mut outgoing| async move {
        web::block(move || {
            let chunk = outgoing.next()?;
            Ok::<_, Error>((!chunk.is_empty()).then_some((chunk, outgoing)))
        })
        .await
        .map_err(Error::other)?
    });
    response.streaming(chunks)
}

impl Piece {
    fn new(mut file: File, part: Range<u64>) -> Result<Piece, Error> {
        if part.start > 0 {
            file.seek(SeekFrom::Start(part.start))?;
        }
        Ok(Piece { file, left: part.end - part.start })
    }
}

impl Source for Piece {
    fn next(&mut self) -> Result<Vec<u8>, Error> {
        let mut chunk = vec![0; CHUNK.min(usize::try_from(self.left).unwrap_or(CHUNK))];
        let read = self.file.read(&mut chunk)?;
        chunk.truncate(read);
        self.left -= read as u64;
        Ok(chunk)
    }
}

impl Source for Several {
    fn next(&mut self) -> Result<Vec<u8>, Error> {
        self.archive.next(&self.house.files).map_err(|error| Error::other(error.to_string()))
    }
}

impl Source for InTurn {
    fn next(&mut self) -> Result<Vec<u8>, Error> {
        loop {
            if let Some(piece) = self.piece.as_mut().filter(|piece| piece.left > 0) {
                let chunk = piece.next()?;
                return if chunk.is_empty() { Err(Error::other("a file is not as long as it was")) } else { Ok(chunk) };
            }
            self.piece = None;
            match self.stretches.next() {
                None => return Ok(Vec::new()),
                Some(Stretch::Made(bytes)) if bytes.is_empty() => {}
                Some(Stretch::Made(bytes)) => return Ok(bytes),
                Some(Stretch::Kept(hash, length)) => {
                    let file = self.house.files.open_file(&hash).map_err(|error| Error::other(error.to_string()))?;
                    self.piece = Some(Piece::new(file, 0..length)?);
                }
            }
        }
    }
}

impl<S: Source> Outgoing<S> {
    /// Empty at the end; an error cuts the connection, so that no browser takes a part for the whole.
    fn next(&mut self) -> Result<web::Bytes, Error> {
        if self.judged.elapsed() >= HOLDS {
            if !(self.leave)() {
                return Err(Error::other("the reader may have this file no more"));
            }
            self.judged = Moment::now();
        }
        self.source.next().map(web::Bytes::from)
    }
}
