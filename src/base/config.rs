//! How the service is started: a TOML file, then what systemd holds for us, then `PREAU_…` variables, then flags, each over the one
//! before.
//! Nothing of the school stands here: its name, its addresses and its mail are settings in the database.

use super::acme::Authority;
use super::console;
use super::outward::Proxy;
use super::proxies::{Network, Proxies};
use serde::Deserialize;
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

/// Few keys, for ever; what stands beside the file is found without one.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The folder that holds everything.
    pub data: PathBuf,
    pub https: SocketAddr,
    pub http: SocketAddr,
    /// Where HTTPS and HTTP go when the machine does not let us have the first choice.
    pub https_otherwise: SocketAddr,
    pub http_otherwise: SocketAddr,
    /// `tracing` filter, such as `info` or `preau=debug`.
    pub log: String,
    pub workers: usize,
    /// The reverse proxies and relays whose word about a visitor's address is taken.
    pub trusted_proxies: Vec<Network>,
    /// Their word comes before TLS, by the PROXY protocol; else in `Forwarded` or `X-Forwarded-For`.
    pub proxy_protocol: bool,
    /// What a monitoring station says at `/metrics`; without it, the machine itself reads them.
    pub metrics_token: Option<String>,
    /// Whether the `.local` names are announced to the network; unsaid, they are, except on loopback.
    pub announce: Option<bool>,
    /// Who gives the certificate of a public name.
    pub authority: Authority,
    /// Where the town puts a certificate of its own.
    pub certificates: Vec<PathBuf>,
    /// The way out of the school's network, as every program of the machine is told it: `https_proxy`.
    pub proxy: Option<Proxy>,
}

const SHORTEST_TOKEN: usize = 24;
/// The name of the credential (`LoadCredentialEncrypted=`) that keeps the token out of the file.
const TOKEN: &str = "metrics_token";

#[derive(Default, Deserialize, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    pub data: Option<PathBuf>,
    pub https: Option<SocketAddr>,
    pub http: Option<SocketAddr>,
    pub log: Option<String>,
    pub workers: Option<usize>,
    pub trusted_proxies: Option<Vec<Network>>,
    pub proxy_protocol: Option<bool>,
    pub metrics_token: Option<String>,
    pub announce: Option<bool>,
    /// `letsencrypt`, `letsencrypt-staging`, or the address of a town's own ACME directory.
    pub acme: Option<String>,
    /// By which that directory is trusted, PEM.
    pub acme_roots: Option<PathBuf>,
}

impl Config {
    /// `file` may be absent; what stands in it must be understood.
    pub fn read(file: &Path, env: impl Fn(&str) -> Option<String>, flags: Layer) -> Result<Config, String> {
        let written = match std::fs::read_to_string(file) {
            Ok(text) => toml::from_str(&text)
                .map_err(|error| format!("{} : {}", file.display(), console::toml(&text, &error)))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Layer::default(),
            Err(error) => return Err(console::unread(file, &error)),
        };
        let mut config = Config { certificates: beside(file, &env), proxy: proxy(&env), ..Config::default() };
        config.authority.hook = file.with_file_name(HOOK);
        if let Some(word) = &written.acme {
            config.authority.directory = Authority::named(word)
                .ok_or("acme : « letsencrypt », « letsencrypt-staging », ou une adresse qui commence par https://.")?;
        }
        config.authority.roots = written.acme_roots.clone();
        for layer in [written, from_systemd(&env)?, from_env(env)?, flags] {
            config.lay(layer);
        }
        // « metrics_token = "" » would be everybody's.
        if config.metrics_token.as_ref().is_some_and(|token| token.len() < SHORTEST_TOKEN) {
            return Err(format!("metrics_token : {SHORTEST_TOKEN} caractères au moins, tirés au hasard."));
        }
        Ok(config)
    }

    pub fn proxies(&self) -> Proxies {
        Proxies { trusted: self.trusted_proxies.clone(), greet: self.proxy_protocol }
    }

    fn lay(&mut self, layer: Layer) {
        if let Some(data) = layer.data {
            self.data = data;
        }
        // An address that somebody chose is the only one tried.
        if let Some(https) = layer.https {
            (self.https, self.https_otherwise) = (https, https);
        }
        if let Some(http) = layer.http {
            (self.http, self.http_otherwise) = (http, http);
        }
        self.log = layer.log.unwrap_or_else(|| self.log.clone());
        self.workers = layer.workers.unwrap_or(self.workers).clamp(1, 64);
        self.trusted_proxies = layer.trusted_proxies.unwrap_or_else(|| std::mem::take(&mut self.trusted_proxies));
        self.announce = layer.announce.or(self.announce);
        self.metrics_token = layer.metrics_token.or(self.metrics_token.take());
        self.proxy_protocol = layer.proxy_protocol.unwrap_or(self.proxy_protocol);
    }
}

impl Default for Config {
    fn default() -> Config {
        let all = |port| SocketAddr::from((std::net::Ipv6Addr::UNSPECIFIED, port));
        Config {
            data: PathBuf::from("/var/lib/preau"),
            https: all(443),
            http: all(80),
            https_otherwise: all(8443),
            http_otherwise: all(8080),
            log: "info".into(),
            workers: 2,
            trusted_proxies: Vec::new(),
            proxy_protocol: false,
            metrics_token: None,
            announce: None,
            authority: Authority::default(),
            certificates: Vec::new(),
            proxy: None,
        }
    }
}

/// Secrets that systemd decrypted for this service alone, in memory. A line end is the editor's.
fn from_systemd(env: impl Fn(&str) -> Option<String>) -> Result<Layer, String> {
    let Some(folder) = env("CREDENTIALS_DIRECTORY") else { return Ok(Layer::default()) };
    let file = Path::new(&folder).join(TOKEN);
    match std::fs::read_to_string(&file) {
        Ok(text) => Ok(Layer { metrics_token: Some(text.trim_end().to_owned()), ..Layer::default() }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Layer::default()),
        Err(error) => Err(console::unread(&file, &error)),
    }
}

/// The town's program for its DNS, beside the configuration.
const HOOK: &str = "dns-01";

/// What systemd hands over (`LoadCredential=`), then the configuration's own folder.
fn beside(file: &Path, env: &impl Fn(&str) -> Option<String>) -> Vec<PathBuf> {
    let handed = env("CREDENTIALS_DIRECTORY").map(PathBuf::from);
    handed.into_iter().chain(file.parent().map(Path::to_owned)).filter(|place| place.is_absolute()).collect()
}

/// One that we do not know how to ask is meant for other programs: it keeps no command from running.
fn proxy(env: &impl Fn(&str) -> Option<String>) -> Option<Proxy> {
    Proxy::parse(&env("https_proxy").or_else(|| env("HTTPS_PROXY"))?)
}

fn from_env(env: impl Fn(&str) -> Option<String>) -> Result<Layer, String> {
    fn parsed<T: std::str::FromStr>(name: &str, text: Option<String>) -> Result<Option<T>, String> {
        text.map(|t| t.parse().map_err(|_| format!("{name}={t} : valeur incomprise"))).transpose()
    }
    Ok(Layer {
        data: env("PREAU_DATA").map(PathBuf::from),
        https: parsed("PREAU_HTTPS", env("PREAU_HTTPS"))?,
        http: parsed("PREAU_HTTP", env("PREAU_HTTP"))?,
        log: env("PREAU_LOG"),
        workers: parsed("PREAU_WORKERS", env("PREAU_WORKERS"))?,
        // What is believed of others stands in the file alone, where it is seen.
        ..Layer::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_win_over_the_environment_and_it_over_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("preau.toml");
        std::fs::write(&file, "data = \"/a\"\nlog = \"debug\"\nhttps = \"127.0.0.1:1\"\n").unwrap();
        let env = |name: &str| (name == "PREAU_DATA").then(|| "/b".to_owned());
        let flags = Layer { https: Some("127.0.0.1:2".parse().unwrap()), ..Layer::default() };
        let config = Config::read(&file, env, flags).unwrap();
        assert_eq!((config.data.to_str(), config.log.as_str()), (Some("/b"), "debug"));
        assert_eq!(config.https.port(), 2);
        assert_eq!(config.https_otherwise.port(), 2);
        assert_eq!(config.http.port(), 80);
    }

    #[test]
    fn proxies_are_believed_when_the_file_names_them() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("preau.toml");
        let read = || Config::read(&file, |_| None, Layer::default());
        assert_eq!(read().unwrap().proxies(), Proxies::default());
        std::fs::write(&file, "trusted_proxies = [\"192.0.2.0/24\"]\nproxy_protocol = true\n").unwrap();
        assert!(read().unwrap().proxies().must_greet("192.0.2.9".parse().unwrap()));
        std::fs::write(&file, "trusted_proxies = [\"0.0.0.0/0\"]\n").unwrap();
        assert!(read().unwrap_err().contains("toutes les adresses"));
    }

    #[test]
    fn a_token_that_can_be_guessed_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("preau.toml");
        let read = |token: &str| {
            std::fs::write(&file, format!("metrics_token = \"{token}\"\n")).unwrap();
            Config::read(&file, |_| None, Layer::default())
        };
        assert!(read("").unwrap_err().contains("metrics_token"));
        assert!(read("secret").is_err());
        assert!(read("9f2c1b7e4d8a6053c1e7b9d2").unwrap().metrics_token.is_some());
    }

    #[test]
    fn a_token_may_be_systemds_to_keep() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("preau.toml");
        std::fs::write(&file, "metrics_token = \"9f2c1b7e4d8a6053c1e7b9d2\"\n").unwrap();
        let env = |name: &str| (name == "CREDENTIALS_DIRECTORY").then(|| folder.path().display().to_string());
        let token = || Config::read(&file, env, Layer::default()).map(|config| config.metrics_token);
        assert_eq!(token().unwrap().as_deref(), Some("9f2c1b7e4d8a6053c1e7b9d2"), "there is no such credential");
        std::fs::write(folder.path().join(TOKEN), "0123456789abcdef01234567\n").unwrap();
        assert_eq!(token().unwrap().as_deref(), Some("0123456789abcdef01234567"));
        std::fs::write(folder.path().join(TOKEN), "\n").unwrap();
        assert!(token().unwrap_err().contains("metrics_token"));
    }

    #[test]
    fn the_authority_of_public_names_is_let_s_encrypt_or_a_town_s_own() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("preau.toml");
        let read = |text: &str| {
            std::fs::write(&file, text).unwrap();
            Config::read(&file, |_| None, Layer::default())
        };
        let usual = read("").unwrap();
        assert_eq!(usual.authority.name(), "Let’s Encrypt");
        assert_eq!(usual.authority.hook, folder.path().join("dns-01"));
        assert_eq!(usual.certificates, [folder.path()]);
        let own =
            read("acme = \"https://acme.ville.example:9000/dir\"\nacme_roots = \"/etc/preau/ville.pem\"\n").unwrap();
        assert_eq!(own.authority.name(), "acme.ville.example");
        assert_eq!(own.authority.roots.as_deref(), Some(Path::new("/etc/preau/ville.pem")));
        assert!(read("acme = \"http://acme.ville.example/\"\n").unwrap_err().contains("https://"));
        let handed = Config::read(
            &file.with_file_name("absent"),
            |name| (name == "CREDENTIALS_DIRECTORY").then(|| "/run/c".into()),
            Layer::default(),
        );
        assert_eq!(handed.unwrap().certificates[0], Path::new("/run/c"));
    }

    #[test]
    fn the_way_out_is_the_one_that_every_program_is_told() {
        let read = |name: &'static str, value: &'static str| {
            let env = move |asked: &str| (asked == name).then(|| value.to_owned());
            Config::read(Path::new("/nulle/part.toml"), env, Layer::default()).map(|config| config.proxy)
        };
        let known = Proxy::parse("http://proxy.ville.fr:3128");
        assert!(known.is_some());
        assert_eq!(read("https_proxy", "http://proxy.ville.fr:3128"), Ok(known.clone()));
        assert_eq!(read("HTTPS_PROXY", "http://proxy.ville.fr:3128/"), Ok(known));
        for other in ["", "socks5://proxy.ville.fr:1080", "http://moi:secret@proxy.ville.fr:3128"] {
            assert_eq!(read("https_proxy", other), Ok(None), "{other}");
        }
    }

    #[test]
    fn an_unknown_key_or_a_bad_value_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("preau.toml");
        std::fs::write(&file, "dossier = \"/a\"\n").unwrap();
        assert!(Config::read(&file, |_| None, Layer::default()).unwrap_err().contains("dossier"));
        let env = |name: &str| (name == "PREAU_WORKERS").then(|| "beaucoup".to_owned());
        assert!(
            Config::read(&folder.path().join("absent"), env, Layer::default()).unwrap_err().contains("PREAU_WORKERS")
        );
    }
}
