//! What can go wrong while keeping certificates. The sentences for people are written elsewhere.

use std::path::PathBuf;

#[derive(Debug)]
pub enum Fault {
    /// A file of the `tls` folder could not be read or written.
    Disk { path: PathBuf, cause: std::io::Error },
    /// An authority's file is damaged: it is to be restored, or removed by a person, never replaced in silence.
    BrokenAuthority { path: PathBuf },
    /// The authority in use cannot be dropped.
    RootInUse,
    /// No authority has this fingerprint.
    UnknownRoot,
    /// A certificate could not be made.
    Signing(rcgen::Error),
    /// A certificate could not be served.
    Serving(rustls::Error),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Fault::Disk { path, cause } => write!(f, "{}: {cause}", path.display()),
            Fault::BrokenAuthority { path } => {
                write!(f, "{}: the authority is damaged", path.display())
            }
            Fault::RootInUse => f.write_str("the authority in use cannot be dropped"),
            Fault::UnknownRoot => f.write_str("no authority has this fingerprint"),
            Fault::Signing(cause) => write!(f, "signing a certificate: {cause}"),
            Fault::Serving(cause) => write!(f, "serving a certificate: {cause}"),
        }
    }
}

impl std::error::Error for Fault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Fault::Disk { cause, .. } => Some(cause),
            Fault::Signing(cause) => Some(cause),
            Fault::Serving(cause) => Some(cause),
            _ => None,
        }
    }
}

impl From<rcgen::Error> for Fault {
    fn from(cause: rcgen::Error) -> Fault {
        Fault::Signing(cause)
    }
}

impl From<rustls::Error> for Fault {
    fn from(cause: rustls::Error) -> Fault {
        Fault::Serving(cause)
    }
}
