//! A line on which the next question is waited for only so long. What serves HTTP bounds the head of the first one; on a line that is
//! kept, a head that comes byte by byte would be waited for without end, as would be, in HTTP/2, whoever asks nothing and answers every
//! ping. It knows nothing of HTTP: the door says what is under way.

use std::{
    cell::Cell,
    io::{ErrorKind, IoSlice, Result},
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant as Moment, Sleep, sleep_until},
};

pub struct Line<Io> {
    io: Io,
    talk: Talk,
    /// From the end of an answer until the next question is whole.
    patience: Duration,
    /// What is written may be no answer: HTTP/2 asks by itself whether anybody is there.
    speaks_unasked: bool,
    alarm: Option<Pin<Box<Sleep>>>,
    /// The network has not taken all of the last answer: whoever is slow to read is not slow to ask.
    is_saying: bool,
}

/// What is under way on one line, told by its requests.
#[derive(Clone)]
pub struct Talk(Rc<Told>);

struct Told {
    under_way: Cell<usize>,
    /// The last thing that was said or answered.
    last: Cell<Moment>,
}

impl<Io> Line<Io> {
    pub fn new(io: Io, patience: Duration, speaks_unasked: bool) -> Line<Io> {
        let talk = Talk(Rc::new(Told { under_way: Cell::new(0), last: Cell::new(Moment::now()) }));
        Line { io, talk, patience, speaks_unasked, alarm: None, is_saying: false }
    }

    pub fn io(&self) -> &Io {
        &self.io
    }

    pub fn talk(&self) -> Talk {
        self.talk.clone()
    }

    /// Whether the next question has taken too long; else it is looked at again by then.
    fn is_over(&mut self, cx: &mut Context<'_>) -> bool {
        if self.is_saying || self.talk.0.under_way.get() > 0 {
            return false;
        }
        let until = self.talk.0.last.get() + self.patience;
        let alarm = self.alarm.get_or_insert_with(|| Box::pin(sleep_until(until)));
        if alarm.deadline() != until {
            alarm.as_mut().reset(until);
        }
        alarm.as_mut().poll(cx).is_ready()
    }

    fn said(&mut self, is_stuck: bool) {
        // The end of what was stuck is an answer's, whoever speaks.
        if !self.speaks_unasked || self.is_saying {
            self.talk.heard();
        }
        self.is_saying = is_stuck;
    }
}

impl Talk {
    pub fn begins(&self) {
        self.0.under_way.set(self.0.under_way.get() + 1);
    }

    pub fn ends(&self) {
        self.0.under_way.set(self.0.under_way.get().saturating_sub(1));
        self.heard();
    }

    fn heard(&self) {
        self.0.last.set(Moment::now());
    }
}

impl<Io: AsyncRead + Unpin> AsyncRead for Line<Io> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        let line = self.get_mut();
        if line.is_over(cx) {
            return Poll::Ready(Err(ErrorKind::TimedOut.into()));
        }
        Pin::new(&mut line.io).poll_read(cx, into)
    }
}

impl<Io: AsyncWrite + Unpin> AsyncWrite for Line<Io> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, from: &[u8]) -> Poll<Result<usize>> {
        let line = self.get_mut();
        let taken = Pin::new(&mut line.io).poll_write(cx, from);
        line.said(taken.is_pending());
        taken
    }

    fn poll_write_vectored(self: Pin<&mut Self>, cx: &mut Context<'_>, from: &[IoSlice<'_>]) -> Poll<Result<usize>> {
        let line = self.get_mut();
        let taken = Pin::new(&mut line.io).poll_write_vectored(cx, from);
        line.said(taken.is_pending());
        taken
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        let line = self.get_mut();
        let flushed = Pin::new(&mut line.io).poll_flush(cx);
        // It is asked at each look, with nothing to say too.
        if line.is_saying || flushed.is_pending() {
            line.said(flushed.is_pending());
        }
        flushed
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.get_mut().io).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::poll_fn;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    const PATIENCE: Duration = Duration::from_millis(100);

    async fn is_shown_out(line: &mut Line<impl AsyncRead + Unpin>, within: Duration) -> bool {
        let read = tokio::time::timeout(within, line.read(&mut [0])).await;
        read.is_ok_and(|read| read.is_err_and(|error| error.kind() == ErrorKind::TimedOut))
    }

    #[actix_web::test]
    async fn a_ping_is_no_answer_and_a_question_under_way_is_no_silence() {
        let (io, _far) = duplex(1024);
        let mut line = Line::new(io, PATIENCE, true);
        let began = Moment::now();
        while began.elapsed() < PATIENCE * 2 {
            line.write_all(b"ping").await.unwrap();
            tokio::time::sleep(PATIENCE / 5).await;
        }
        assert!(is_shown_out(&mut line, Duration::ZERO).await, "who asks nothing, whatever is written to them");
        line.talk().begins();
        assert!(!is_shown_out(&mut line, PATIENCE * 2).await);
        line.talk().ends();
        assert!(!is_shown_out(&mut line, PATIENCE / 2).await, "from the end of the answer on");
        assert!(is_shown_out(&mut line, Duration::from_secs(20)).await);
    }

    #[actix_web::test]
    async fn who_has_not_yet_taken_all_of_an_answer_is_not_silent() {
        let (io, mut far) = duplex(4);
        let mut line = Line::new(io, PATIENCE, true);
        line.write_all(b"1234").await.unwrap();
        let more = poll_fn(|cx| Poll::Ready(Pin::new(&mut line).poll_write(cx, b"5678").is_pending())).await;
        assert!(more && !is_shown_out(&mut line, PATIENCE * 2).await);
        far.read_exact(&mut [0; 4]).await.unwrap();
        line.write_all(b"5678").await.unwrap();
        assert!(!is_shown_out(&mut line, PATIENCE / 2).await && is_shown_out(&mut line, Duration::from_secs(20)).await);
    }
}
