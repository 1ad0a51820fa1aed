//! A line that is given up at a moment: each step of a conversation has its patience, and all of them together theirs. Whoever drips
//! a byte now and then would else be waited for without end, in a handshake above all, which is many small steps that nobody counts.

use std::{
    io::{ErrorKind, Read, Result, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

pub struct Bounded<'a> {
    socket: &'a TcpStream,
    step: Duration,
    until: Instant,
}

impl<'a> Bounded<'a> {
    /// From now on.
    pub fn on(socket: &'a TcpStream, step: Duration, whole: Duration) -> Bounded<'a> {
        Bounded { socket, step, until: Instant::now() + whole }
    }

    fn left(&self) -> Result<Option<Duration>> {
        let left = self.until.saturating_duration_since(Instant::now()).min(self.step);
        if left.is_zero() { Err(ErrorKind::TimedOut.into()) } else { Ok(Some(left)) }
    }
}

impl Read for Bounded<'_> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        self.socket.set_read_timeout(self.left()?)?;
        self.socket.read(into)
    }
}

impl Write for Bounded<'_> {
    fn write(&mut self, from: &[u8]) -> Result<usize> {
        self.socket.set_write_timeout(self.left()?)?;
        self.socket.write(from)
    }

    fn flush(&mut self) -> Result<()> {
        self.socket.flush()
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use std::net::{SocketAddr, TcpListener};

    /// Somebody who says `bytes`, then a zero now and then for as long as they are listened to.
    pub fn dripping(bytes: &'static [u8]) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let (mut socket, _) = listener.accept().unwrap();
            socket.write_all(bytes).unwrap();
            while socket.write_all(&[0]).is_ok() {
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        at
    }

    /// A record of TLS that would be long.
    pub const HANDSHAKE: &[u8] = &[0x16, 3, 3, 0x3f, 0xff];

    #[test]
    fn who_drips_is_not_waited_for_longer_than_all_in_all() {
        let socket = TcpStream::connect(dripping(b"")).unwrap();
        let (began, mut heard) = (Instant::now(), Vec::new());
        let mut line = Bounded::on(&socket, Duration::from_secs(5), Duration::from_millis(200));
        assert!(line.read_to_end(&mut heard).is_err());
        assert!(heard.len() > 1 && began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
        assert!(line.write(b"a").is_err(), "nor is anything more said");
    }

    #[test]
    fn who_says_nothing_is_waited_for_one_step() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let socket = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let began = Instant::now();
        let mut line = Bounded::on(&socket, Duration::from_millis(100), Duration::from_secs(60));
        assert!(line.read(&mut [0]).is_err());
        assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    }
}
