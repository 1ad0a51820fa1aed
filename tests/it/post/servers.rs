//! Postfix and Dovecot as Debian packages them, each of its own in a folder that goes with it, on loopback ports.

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use std::{
    fs,
    net::{TcpListener, TcpStream},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// The mailbox of replies, and its password.
pub const REPLIES: &str = "reponses@ecole.example";
pub const PASSWORD: &str = "relève-moi 1 fois";

pub struct Servers {
    pub smtp: u16,
    pub submission: u16,
    pub smtps: u16,
    pub imap: u16,
    pub imaps: u16,
    /// The authority of their certificate, in PEM.
    pub authority: String,
    folder: TempDir,
    dovecot: Child,
    postfix: Option<Child>,
}

impl Servers {
    /// None on a machine that has not got them, or where we are not root; `scripts/mail` makes of that a failure.
    pub fn start() -> Option<Servers> {
        let has = |path: &str| Path::new(path).exists();
        let is_root = Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout == b"0\n");
        if !(is_root && has("/usr/sbin/postfix") && has("/usr/sbin/dovecot") && has("/usr/lib/dovecot/imap")) {
            let wanted = std::env::var("PREAU_MAIL_SERVERS").is_ok();
            assert!(!wanted, "Postfix and Dovecot (imapd) are needed, and root");
            eprintln!("not looked at: no Postfix, no Dovecot, or not root");
            return None;
        }
        let folder = tempfile::Builder::new().prefix("preau-mail-").tempdir().unwrap();
        let [smtp, submission, smtps, imap, imaps] = free_ports();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let authority = certificates(folder.path());
        let dovecot = dovecot(folder.path(), imap, imaps);
        let mut servers = Servers { smtp, submission, smtps, imap, imaps, authority, folder, dovecot, postfix: None };
        servers.configure();
        wait_for(imap);
        servers.open();
        Some(servers)
    }

    /// The mail server comes back.
    pub fn open(&mut self) {
        let config = self.folder.path().join("postfix");
        let mut start = Command::new("/usr/sbin/postfix");
        self.postfix = Some(quiet(start.arg("-c").arg(&config).arg("start-fg")).spawn().unwrap());
        wait_for(self.smtp);
    }

    /// The mail server goes.
    pub fn close(&mut self) {
        let Some(mut child) = self.postfix.take() else { return };
        let config = self.folder.path().join("postfix");
        let stopped = quiet(Command::new("/usr/sbin/postfix").arg("-c").arg(&config).arg("stop")).status();
        if !stopped.is_ok_and(|status| status.success()) {
            let _ = child.kill();
        }
        let _ = child.wait();
    }

    /// The letters that stand in a mailbox, in any order.
    pub fn letters(&self, mailbox: &str) -> Vec<String> {
        let inside = self.folder.path().join("mail").join(mailbox);
        let files = ["new", "cur"].into_iter().filter_map(|part| fs::read_dir(inside.join(part)).ok()).flatten();
        files.map(|file| String::from_utf8_lossy(&fs::read(file.unwrap().path()).unwrap()).into_owned()).collect()
    }

    /// The same, once there are so many.
    pub fn letters_once(&self, mailbox: &str, many: usize) -> Vec<String> {
        let begun = Instant::now();
        loop {
            let letters = self.letters(mailbox);
            if letters.len() >= many {
                return letters;
            }
            assert!(
                begun.elapsed() < Duration::from_secs(20),
                "{mailbox} has {} of {many}\n{}",
                letters.len(),
                self.log()
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Which of them was read, by the mark in its file's name.
    pub fn seen(&self, mailbox: &str) -> usize {
        let inside = self.folder.path().join("mail").join(mailbox).join("cur");
        let Ok(files) = fs::read_dir(inside) else { return 0 };
        files.filter(|file| file.as_ref().unwrap().file_name().to_string_lossy().contains('S')).count()
    }

    /// The mailbox is built anew: other numbers, another UIDVALIDITY.
    pub fn renumber(&self, mailbox: &str) {
        let inside = self.folder.path().join("mail").join(mailbox);
        for file in fs::read_dir(inside).unwrap().map(|file| file.unwrap()) {
            if file.file_name().to_string_lossy().starts_with("dovecot") {
                fs::remove_file(file.path()).unwrap();
            }
        }
    }

    pub fn log(&self) -> String {
        let read = |name: &str| fs::read_to_string(self.folder.path().join(name)).unwrap_or_default();
        let tail = |text: String| text.lines().rev().take(15).map(|line| format!("{line}\n")).collect::<String>();
        tail(read("postfix.log")) + &tail(read("dovecot.log"))
    }

    fn configure(&self) {
        let here = self.folder.path().display();
        let config = self.folder.path().join("postfix");
        for folder in ["postfix", "queue", "data"] {
            fs::create_dir_all(self.folder.path().join(folder)).unwrap();
        }
        let owned = Command::new("chown").arg("postfix").arg(self.folder.path().join("data")).status().unwrap();
        assert!(owned.success());
        fs::write(
            config.join("main.cf"),
            format!(
                "compatibility_level = 3.6\nqueue_directory = {here}/queue\ndata_directory = {here}/data\ncommand_directory = /usr/sbin\n\
                 daemon_directory = /usr/lib/postfix/sbin\nmail_owner = postfix\nsetgid_group = postdrop\nmeta_directory = /etc/postfix\n\
                 maillog_file = {here}/postfix.log\nmaillog_file_prefixes = {here}\nmyhostname = mx.ecole.example\nmydestination =\n\
                 inet_interfaces = 127.0.0.1\ninet_protocols = ipv4\nmynetworks = 127.0.0.0/8\nrecipient_delimiter = +\nalias_maps =\nalias_database =\n\
                 virtual_mailbox_domains = ecole.example, exemple.fr\nvirtual_mailbox_maps = texthash:{here}/postfix/boxes, regexp:{here}/postfix/families\n\
                 virtual_mailbox_base = {here}/mail\n\
                 virtual_uid_maps = static:65534\nvirtual_gid_maps = static:65534\ntransport_maps = regexp:{here}/postfix/ways\n\
                 smtpd_tls_cert_file = {here}/server.pem\nsmtpd_tls_key_file = {here}/server.key\nsmtpd_tls_security_level = may\n\
                 smtpd_sasl_type = dovecot\nsmtpd_sasl_path = {here}/auth\nsmtpd_client_connection_rate_limit = 0\n\
                 smtpd_peername_lookup = no\ndisable_dns_lookups = yes\nsmtpd_error_sleep_time = 0\n"
            ),
        )
        .unwrap();
        let submission = "-o smtpd_tls_security_level=encrypt -o smtpd_sasl_auth_enable=yes -o smtpd_relay_restrictions=permit_sasl_authenticated,reject -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject -o mynetworks=192.0.2.0/24";
        let (smtp, mail, smtps) = (self.smtp, self.submission, self.smtps);
        fs::write(
            config.join("master.cf"),
            format!(
                "127.0.0.1:{smtp} inet n - n - - smtpd\n127.0.0.1:{mail} inet n - n - - smtpd {submission}\n\
                 127.0.0.1:{smtps} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes {submission}\n\
                 pickup unix n - n 60 1 pickup\ncleanup unix n - n - 0 cleanup\nqmgr unix n - n 300 1 qmgr\n\
                 rewrite unix - - n - - trivial-rewrite\nbounce unix - - n - 0 bounce\ndefer unix - - n - 0 bounce\n\
                 trace unix - - n - 0 bounce\nverify unix - - n - 1 verify\nproxymap unix - - n - - proxymap\n\
                 tlsmgr unix - - n 1000? 1 tlsmgr\nvirtual unix - n n - - virtual\nlost unix - n n - - pipe user=nobody argv=/bin/sh {here}/lost.sh\nerror unix - - n - - error\nretry unix - - n - - error\n\
                 discard unix - - n - - discard\nanvil unix - - n - 1 anvil\nscache unix - - n - 1 scache\npostlog unix-dgram n - n - 1 postlogd\n"
            ),
        )
        .unwrap();
        // `perdu` is taken, and has no mailbox: a report comes back.
        let boxes = ["sophie@exemple.fr", "perdu@exemple.fr", "ecole@ecole.example", REPLIES];
        let boxes = boxes.map(|name| format!("{name} {name}/\n")).concat();
        fs::write(config.join("families"), "/^famille[0-9]+@exemple\\.fr$/ famille/\n").unwrap();
        fs::write(config.join("boxes"), boxes).unwrap();
        fs::write(config.join("ways"), "/^famille[0-9]+@exemple\\.fr$/ discard:\n/^perdu@exemple\\.fr$/ lost:\n")
            .unwrap();
        // sysexits: EX_NOUSER.
        fs::write(self.folder.path().join("lost.sh"), "exit 67\n").unwrap();
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        self.close();
        let _ = Command::new("kill").arg(self.dovecot.id().to_string()).status();
        let _ = self.dovecot.wait();
    }
}

fn dovecot(folder: &Path, imap: u16, imaps: u16) -> Child {
    let here = folder.display();
    let mail = folder.join("mail");
    fs::create_dir_all(&mail).unwrap();
    assert!(Command::new("chown").arg("nobody:nogroup").arg(&mail).status().unwrap().success());
    let users: String = [REPLIES, "sophie@exemple.fr", "ecole@ecole.example"]
        .map(|user| format!("{user}:{{PLAIN}}{PASSWORD}::::::\n"))
        .concat();
    fs::write(folder.join("users"), users).unwrap();
    let config = folder.join("dovecot.conf");
    fs::write(
        &config,
        format!(
            "base_dir = {here}/run\nstate_dir = {here}/state\nlog_path = {here}/dovecot.log\nprotocols = imap\nlisten = 127.0.0.1\n\
             ssl = yes\nssl_cert = <{here}/server.pem\nssl_key = <{here}/server.key\nmail_location = maildir:{here}/mail/%u\n\
             first_valid_uid = 1\nfirst_valid_gid = 1\nrecipient_delimiter = +\nauth_mechanisms = plain login\nauth_username_format = %Lu\n\
             passdb {{\n driver = passwd-file\n args = scheme=plain username_format=%u {here}/users\n}}\n\
             userdb {{\n driver = static\n args = uid=nobody gid=nogroup home={here}/mail/%u\n}}\n\
             service imap-login {{\n chroot =\n inet_listener imap {{\n  port = {imap}\n }}\n inet_listener imaps {{\n  port = {imaps}\n  ssl = yes\n }}\n}}\n\
             service auth {{\n unix_listener {here}/auth {{\n  mode = 0666\n }}\n}}\n\
             service anvil {{\n chroot =\n}}\n"
        ),
    )
    .unwrap();
    quiet(Command::new("/usr/sbin/dovecot").arg("-F").arg("-c").arg(&config)).spawn().unwrap()
}

/// An authority, and the servers' own certificate under it; the authority in PEM.
fn certificates(folder: &Path) -> String {
    let mut authority = CertificateParams::new(Vec::<String>::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let own = authority.clone().self_signed(&key).unwrap();
    let issuer = Issuer::new(authority, key);
    let server_key = KeyPair::generate().unwrap();
    let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    let server = CertificateParams::new(names).unwrap().signed_by(&server_key, &issuer).unwrap();
    fs::write(folder.join("server.pem"), server.pem()).unwrap();
    let path: PathBuf = folder.join("server.key");
    fs::write(&path, server_key.serialize_pem()).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    own.pem()
}

fn free_ports<const N: usize>() -> [u16; N] {
    let held: Vec<TcpListener> = (0..N).map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).collect();
    std::array::from_fn(|at| held[at].local_addr().unwrap().port())
}

fn wait_for(port: u16) {
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(15), "nobody listens at {port}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn quiet(command: &mut Command) -> &mut Command {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null())
}
