//! A browser of a few lines for the real binary: TLS that takes whatever certificate is shown, and one page.

use preau::base::tls;
use rustls::{ClientConnection, StreamOwned, pki_types::ServerName};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    process::Child,
    sync::Arc,
};

/// Of a service whose words come to us: HTTPS and HTTP, once it listens.
pub fn ports(child: &mut Child) -> (u16, u16) {
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.starts_with("HTTPS : port") {
        line.clear();
        assert!(said.read_line(&mut line).unwrap() > 0, "the service stopped before it listened");
    }
    // What else it says is read, so that it never waits for us.
    std::thread::spawn(move || said.read_to_end(&mut Vec::new()));
    let mut ports = line.split_whitespace().filter_map(|word| word.parse().ok());
    (ports.next().unwrap(), ports.next().unwrap())
}

pub fn tls(at: SocketAddr) -> StreamOwned<ClientConnection, TcpStream> {
    tls_on(TcpStream::connect(at).unwrap())
}

/// On a line where something may have been said already. What a certificate says is tested elsewhere.
pub fn tls_on(socket: TcpStream) -> StreamOwned<ClientConnection, TcpStream> {
    let config = tls::judging(|_| true).unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    StreamOwned::new(ClientConnection::new(Arc::new(config), name).unwrap(), socket)
}

/// Everything that is answered, in small letters.
pub fn exchange(mut stream: impl Read + Write, host: &str, path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    // A server that closes without a TLS farewell has said everything all the same.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).to_lowercase()
}
