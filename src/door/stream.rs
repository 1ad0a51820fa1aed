//! A kept file on its way out, bit by bit. Its reader is judged again while it flows: whoever is cut off (signed out, a tie
//! withdrawn) gets no more of it. What the machine has already handed to the network cannot be called back, nor can a page
//! or a PDF, which leave in one piece.

use actix_web::{HttpResponse, HttpResponseBuilder, web};
use std::{
    fs::File,
    io::{Error, Read},
    sync::Arc,
    time::{Duration, Instant as Moment},
};

/// Whether the one who asked would still be let in.
pub type Leave = Arc<dyn Fn() -> bool + Send + Sync>;

const CHUNK: usize = 64 * 1024;
/// How long a judgment holds: with what is under way, within the second that a cut may take.
const HOLDS: Duration = Duration::from_millis(500);

struct Outgoing {
    file: File,
    leave: Leave,
    judged: Moment,
}

pub fn stream(mut response: HttpResponseBuilder, file: File, leave: Leave) -> HttpResponse {
    if let Ok(metadata) = file.metadata() {
        response.no_chunking(metadata.len());
    }
    // The gate was passed a moment ago.
    let outgoing = Outgoing { file, leave, judged: Moment::now() };
    let chunks = futures_util::stream::try_unfold(outgoing, |mut outgoing| async move {
        web::block(move || {
            let chunk = outgoing.next()?;
            Ok::<_, Error>((!chunk.is_empty()).then_some((chunk, outgoing)))
        })
        .await
        .map_err(Error::other)?
    });
    response.streaming(chunks)
}

impl Outgoing {
    /// Empty at the end of the file; an error cuts the connection, so that no browser takes a part for the whole.
    fn next(&mut self) -> Result<web::Bytes, Error> {
        if self.judged.elapsed() >= HOLDS {
            if !(self.leave)() {
                return Err(Error::other("the reader may have this file no more"));
            }
            self.judged = Moment::now();
        }
        let mut chunk = vec![0; CHUNK];
        let read = self.file.read(&mut chunk)?;
        chunk.truncate(read);
        Ok(web::Bytes::from(chunk))
    }
}
