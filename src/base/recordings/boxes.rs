//! The boxes of MP4 and QuickTime: a length, a name, and what is inside. A box is voided where it stands, so that nothing moves.

use crate::base::darkroom::Fault;
use std::ops::Range;

pub type Name = [u8; 4];

/// One box inside bytes in memory.
#[derive(Clone, Debug)]
pub struct Boxed {
    pub name: Name,
    pub at: usize,
    pub body: Range<usize>,
}

/// Where the header says that the box ends, and where its body begins.
pub fn header(bytes: &[u8; 16], left: u64) -> Option<(Name, u64, u64)> {
    let [a, b, c, d, name @ ..] = *bytes.first_chunk::<8>()?;
    let long = u64::from_be_bytes(*bytes.last_chunk::<8>()?);
    let (head, length) = match u32::from_be_bytes([a, b, c, d]) {
        0 => (8, left),
        1 => (16, long),
        short => (8, u64::from(short)),
    };
    (length >= head && name.iter().all(|sign| sign.is_ascii_graphic() || *sign == b' ' || *sign == 0xA9))
        .then_some((name, head, length))
}

/// The boxes in there, one after another. QuickTime may close a list with four zeros.
pub fn children(bytes: &[u8], within: Range<usize>) -> Result<Vec<Boxed>, Fault> {
    let mut found = Vec::new();
    let mut at = within.start;
    while at + 8 <= within.end {
        let mut head = [0; 16];
        let seen = &bytes[at..within.end.min(at + 16)];
        head[..seen.len()].copy_from_slice(seen);
        if head.starts_with(&[0; 4]) {
            break;
        }
        let (name, body, length) = header(&head, (within.end - at) as u64).ok_or(Fault::Damaged)?;
        let end = usize::try_from(length).ok().and_then(|length| at.checked_add(length)).ok_or(Fault::Damaged)?;
        let body = at + body as usize;
        if end > within.end || body > end {
            return Err(Fault::Damaged);
        }
        found.push(Boxed { name, at, body: body..end });
        at = end;
    }
    Ok(found)
}

/// Becomes free room, and empty.
pub fn void(bytes: &mut [u8], one: &Boxed) {
    bytes[one.at + 4..one.at + 8].copy_from_slice(b"free");
    bytes[one.body.clone()].fill(0);
}

pub fn u32_at(bytes: &[u8], at: usize) -> Result<u32, Fault> {
    let four = bytes.get(at..).and_then(|rest| rest.first_chunk()).ok_or(Fault::Damaged)?;
    Ok(u32::from_be_bytes(*four))
}

pub fn u64_at(bytes: &[u8], at: usize) -> Result<u64, Fault> {
    let eight = bytes.get(at..).and_then(|rest| rest.first_chunk()).ok_or(Fault::Damaged)?;
    Ok(u64::from_be_bytes(*eight))
}

/// Zeroes what there is of that range.
pub fn zero(bytes: &mut [u8], range: Range<usize>) {
    let end = range.end.min(bytes.len());
    if range.start < end {
        bytes[range.start..end].fill(0);
    }
}
