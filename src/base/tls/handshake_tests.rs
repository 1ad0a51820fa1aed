//! Real handshakes in memory: what a device that trusts the school's root accepts, and what it refuses.

use super::authority::{Shelf, tests::sure};
use super::resolver::{Slot, provider, server_config};
use super::{Keeper, Names, Root, Verdict, leaf};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConfig, ServerConnection};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since.as_secs()).unwrap()
}

fn device(trusted: &Root) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(trusted.der().to_vec())).unwrap();
    let mut config = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec()];
    Arc::new(config)
}

/// The whole handshake; the certificate received, or what the device says against it.
fn shake(device: &Arc<ClientConfig>, server: &Arc<ServerConfig>, name: &str) -> Result<Vec<u8>, rustls::Error> {
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let mut client = ClientConnection::new(Arc::clone(device), name).unwrap();
    let mut server = ServerConnection::new(Arc::clone(server)).unwrap();
    while client.is_handshaking() || server.is_handshaking() {
        let mut wire = Vec::new();
        while client.wants_write() {
            client.write_tls(&mut wire).unwrap();
        }
        server.read_tls(&mut wire.as_slice()).unwrap();
        server.process_new_packets()?;
        let mut wire = Vec::new();
        while server.wants_write() {
            server.write_tls(&mut wire).unwrap();
        }
        client.read_tls(&mut wire.as_slice()).unwrap();
        client.process_new_packets()?;
    }
    assert_eq!(client.alpn_protocol(), Some(&b"h2"[..]));
    let chain = client.peer_certificates().unwrap();
    assert_eq!(chain.len(), 1, "the root is not sent");
    Ok(chain[0].to_vec())
}

#[test]
fn a_device_that_trusts_the_root_accepts_the_names_and_addresses_inside_alone() {
    let data = tempfile::tempdir().unwrap();
    let clock = Verdict::Sure(sure(now()));
    let addresses = ["192.168.1.10".parse().unwrap(), "fd00::7".parse().unwrap()];
    let keeper = Keeper::open(data.path(), &clock, &addresses, None).unwrap();
    let names = Names::parse(["ecole.local", "ecole.home.arpa"]).unwrap();
    keeper.establish(&names, "École", sure(now())).unwrap();
    let device = device(&keeper.facts().roots[0]);
    let server = keeper.server_config();
    for inside in ["ecole.local", "ecole.home.arpa", "localhost", "192.168.1.10", "fd00::7", "127.0.0.1", "::1"] {
        let shaken = shake(&device, &server, inside);
        assert!(shaken.is_ok(), "{inside}: {shaken:?}");
    }
    for outside in ["www.impots.gouv.fr", "192.168.1.11", "faux-ecole.local"] {
        let refused = shake(&device, &server, outside).unwrap_err().to_string();
        assert!(refused.contains("not valid for name"), "{refused}");
    }
}

#[test]
fn even_the_authoritys_own_key_cannot_vouch_for_a_bank() {
    let data = tempfile::tempdir().unwrap();
    let mut shelf = Shelf::read(data.path()).unwrap();
    let own = Names::parse(["ecole.local"]).unwrap();
    shelf.found(data.path(), &own, "École", sure(now())).unwrap();
    let clock = Verdict::Sure(sure(now()));
    let root = {
        let keeper = Keeper::open(data.path(), &clock, &[], None).unwrap();
        keeper.facts().roots.remove(0)
    };
    let authority = shelf.newest().unwrap();
    for (stolen, address) in [("www.banque.example", "192.168.1.10"), ("ecole.local", "203.0.113.9")] {
        let names = Names::parse([stolen]).unwrap();
        let address = address.parse().unwrap();
        let forged = leaf::sign(authority, &names, &[address], sure(now())).unwrap();
        let slot = Slot::new(forged.certified(&provider()).unwrap());
        let server = Arc::new(server_config(Arc::new(slot)).unwrap());
        let refused = shake(&device(&root), &server, stolen).unwrap_err().to_string();
        assert!(refused.contains("NameConstraintViolation"), "{refused}");
    }
}

#[test]
fn a_new_leaf_is_served_to_the_next_handshake_without_a_restart() {
    let data = tempfile::tempdir().unwrap();
    let clock = Verdict::Sure(sure(now()));
    let keeper = Keeper::open(data.path(), &clock, &[], None).unwrap();
    let server = keeper.server_config();
    let names = Names::parse(["ecole.local"]).unwrap();
    keeper.establish(&names, "École", sure(now())).unwrap();
    let device = device(&keeper.facts().roots[0]);
    assert!(shake(&device, &server, "10.1.2.3").is_err());
    let first = shake(&device, &server, "ecole.local").unwrap();
    keeper.tend(&clock, &["10.1.2.3".parse().unwrap()]).unwrap();
    let second = shake(&device, &server, "10.1.2.3").unwrap();
    assert_ne!(first, second);
}
