//! What the child says: one line of JSON a frame, and behind a form's line its bytes. The parent believes nothing of it but
//! what it can check: a length, a kind, a code.

use super::{Fault, Taken};
use crate::base::images::Media;
use serde::{Deserialize, Serialize};
use std::{
    io::{BufRead, Read, Write},
    time::Duration,
};

pub const MEGABYTE: u64 = 1024 * 1024;
/// No line is longer.
const LINE: u64 = 4096;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frame {
    Form { side: Option<u32>, media: Media, width: Option<u32>, height: Option<u32>, bytes: u64 },
    Done(Done),
    Refused { fault: Fault },
}

/// What is known of the file once its forms are written.
#[derive(Debug, Serialize, Deserialize)]
pub struct Done {
    pub media: Media,
    pub taken: Option<Taken>,
    /// Upright.
    pub width: Option<u32>,
    pub height: Option<u32>,
    pub seconds: Option<i64>,
    /// 3 × 2 colours « rrggbb », row by row.
    pub tints: String,
    /// Kept, but not every device will play it.
    pub note: Option<Fault>,
}

impl Done {
    pub fn of(media: Media) -> Done {
        Done { media, taken: None, width: None, height: None, seconds: None, tints: String::new(), note: None }
    }
}

impl Frame {
    pub fn read(from: &mut impl BufRead) -> Option<Frame> {
        let mut line = Vec::new();
        from.by_ref().take(LINE).read_until(b'\n', &mut line).ok()?;
        let frame: Frame = serde_json::from_slice(line.strip_suffix(b"\n")?).ok()?;
        match &frame {
            // More than the heaviest video cannot be the trace of one.
            Frame::Form { bytes, .. } if *bytes > limit(Media::Mp4) + MEGABYTE => None,
            Frame::Done(done) if !done.tints.bytes().all(|byte| byte.is_ascii_hexdigit()) => None,
            _ => Some(frame),
        }
    }

    pub fn write(&self, to: &mut impl Write) -> std::io::Result<()> {
        let mut line = serde_json::to_vec(self)?;
        line.push(b'\n');
        to.write_all(&line)
    }
}

/// The heaviest file of that kind that is read.
pub fn limit(media: Media) -> u64 {
    match media {
        _ if media.is_picture() || media == Media::Heic => 40 * MEGABYTE,
        _ if media.is_video() => 500 * MEGABYTE,
        _ if media.is_sound() => 200 * MEGABYTE,
        _ => 50 * MEGABYTE,
    }
}

/// How long one file may take by the clock on the wall: a slow card still copies two megabytes a second.
pub fn patience(bytes: u64) -> Duration {
    Duration::from_secs(90 + bytes / (2 * MEGABYTE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_frame_is_the_end() {
        let mut line = Vec::new();
        let form = Frame::Form { side: Some(400), media: Media::Jpeg, width: Some(4), height: Some(3), bytes: 2 };
        form.write(&mut line).unwrap();
        assert!(matches!(Frame::read(&mut &line[..]), Some(Frame::Form { side: Some(400), bytes: 2, .. })));
        let huge = format!("{}\n", r#"{"form":{"side":null,"media":"jpeg","width":1,"height":1,"bytes":99999999999}}"#);
        let tints =
            r#"{"done":{"media":"jpeg","taken":null,"width":1,"height":1,"seconds":null,"tints":"<b>","note":null}}"#;
        let tints = format!("{tints}\n");
        let endless = "a".repeat(10_000);
        for broken in
            [&line[..line.len() - 1], b"", b"\n", b"{}\n", huge.as_bytes(), tints.as_bytes(), endless.as_bytes()]
        {
            assert!(Frame::read(&mut &broken[..]).is_none());
        }
    }
}
