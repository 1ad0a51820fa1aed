//! Where the sound and the images of an MP4 stand in its file: what no track of these points at is not kept.

use super::boxes::{Boxed, u32_at, u64_at};
use crate::base::darkroom::Fault;
use std::ops::Range;

/// The chunks of one track: where each begins and how long it is.
pub fn chunks(bytes: &[u8], table: &[Boxed]) -> Result<Vec<Range<u64>>, Fault> {
    let find = |name: &[u8; 4]| table.iter().find(|one| one.name == *name).map(|one| &bytes[one.body.clone()]);
    let offsets = match (find(b"stco"), find(b"co64")) {
        (Some(short), _) => numbers(short, 4)?,
        (None, Some(long)) => numbers(long, 8)?,
        // A fragmented file has none here.
        (None, None) => return Ok(Vec::new()),
    };
    let runs = find(b"stsc").ok_or(Fault::Damaged)?;
    let sizes = Sizes::of(find(b"stsz").or(find(b"stz2")).ok_or(Fault::Damaged)?)?;
    let count = u32_at(runs, 4)? as usize;
    let (mut run, mut sample) = (0, 0usize);
    let mut found = Vec::with_capacity(offsets.len());
    for (at, from) in offsets.iter().enumerate() {
        // The next run begins at that chunk, counted from one.
        while run + 1 < count && u32_at(runs, 8 + (run + 1) * 12)? as usize <= at + 1 {
            run += 1;
        }
        let samples = u32_at(runs, 8 + run * 12 + 4)? as usize;
        let length = sizes.sum(sample, samples)?;
        sample = sample.saturating_add(samples);
        found.push(*from..from.checked_add(length).ok_or(Fault::Damaged)?);
    }
    Ok(found)
}

/// Sorted, with what touches or overlaps put together.
pub fn merged(mut ranges: Vec<Range<u64>>) -> Vec<Range<u64>> {
    ranges.sort_by_key(|range| range.start);
    let mut merged: Vec<Range<u64>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ if range.start < range.end => merged.push(range),
            _ => {}
        }
    }
    merged
}

/// A count, then so many numbers of that width.
fn numbers(table: &[u8], width: usize) -> Result<Vec<u64>, Fault> {
    let count = u32_at(table, 4)? as usize;
    if table.len() < 8 + count.saturating_mul(width) {
        return Err(Fault::Damaged);
    }
    (0..count)
        .map(|at| match width {
            4 => u32_at(table, 8 + at * 4).map(u64::from),
            _ => u64_at(table, 8 + at * 8),
        })
        .collect()
}

enum Sizes<'a> {
    Same(u64, usize),
    Each(&'a [u8], usize),
}

impl Sizes<'_> {
    fn of(table: &[u8]) -> Result<Sizes<'_>, Fault> {
        let (same, count) = (u32_at(table, 4)?, u32_at(table, 8)? as usize);
        match same {
            0 if table.len() >= 12 + count.saturating_mul(4) => Ok(Sizes::Each(&table[12..], count)),
            // The compact table of small sizes is nothing that a telephone writes.
            0 => Err(Fault::Damaged),
            same => Ok(Sizes::Same(u64::from(same), count)),
        }
    }

    fn sum(&self, from: usize, samples: usize) -> Result<u64, Fault> {
        match self {
            Sizes::Same(size, count) => Ok(size * samples.min(count.saturating_sub(from)) as u64),
            Sizes::Each(table, count) => {
                let end = from.saturating_add(samples).min(*count);
                (from..end).map(|at| u32_at(table, at * 4).map(u64::from)).sum()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_follow_their_runs() {
        let words = |words: &[u32]| words.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<u8>>();
        let tables: [(&[u8; 4], Vec<u8>); 3] = [
            (b"stco", words(&[0, 3, 100, 200, 300])),
            (b"stsc", words(&[0, 2, 1, 2, 1, 3, 1, 1])),
            (b"stsz", words(&[0, 0, 5, 10, 20, 30, 40, 50])),
        ];
        let mut bytes = Vec::new();
        let mut boxed = Vec::new();
        for (name, table) in &tables {
            boxed.push(Boxed { name: **name, at: bytes.len(), body: bytes.len()..bytes.len() + table.len() });
            bytes.extend(table);
        }
        assert_eq!(chunks(&bytes, &boxed).unwrap(), [100..130, 200..270, 300..350]);
        assert_eq!(merged(vec![20..30, 5..5, 0..10, 10..12, 25..40]), [0..12, 20..40]);
    }
}
