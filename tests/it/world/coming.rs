//! What comes bit by bit: a file on its way, the events that an open page hears.

use super::School;
use actix_web::body::{BoxBody, MessageBody};
use std::{pin::Pin, task::Poll};

/// A stream of events, opened by a page.
pub struct Stream<'a>(Download<'a>);

impl<'a> Stream<'a> {
    pub fn new(download: Download<'a>) -> Stream<'a> {
        Stream(download)
    }

    /// What has come by now, without waiting, and whether that was the end.
    pub fn heard(&mut self) -> (String, bool) {
        let mut text = String::new();
        loop {
            let body = &mut self.0.body;
            let next = std::future::poll_fn(|cx| match Pin::new(&mut *body).poll_next(cx) {
                Poll::Pending => Poll::Ready(None),
                Poll::Ready(next) => Poll::Ready(Some(next)),
            });
            match self.0.school.runner.block_on(next) {
                None => return (text, false),
                Some(None) => return (text, true),
                Some(Some(bytes)) => text.push_str(&String::from_utf8_lossy(&bytes.unwrap())),
            }
        }
    }
}

/// A file on its way.
pub struct Download<'a> {
    school: &'a School,
    body: BoxBody,
}

impl<'a> Download<'a> {
    pub fn new(school: &'a School, body: BoxBody) -> Download<'a> {
        Download { school, body }
    }

    /// The size of the next piece; 0 at the end, `None` when it was cut.
    pub fn next(&mut self) -> Option<usize> {
        let body = &mut self.body;
        let next = std::future::poll_fn(|cx| Pin::new(&mut *body).poll_next(cx));
        match self.school.runner.block_on(next) {
            None => Some(0),
            Some(Ok(bytes)) => Some(bytes.len()),
            Some(Err(_)) => None,
        }
    }
}
