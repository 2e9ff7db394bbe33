//! The certificate the hub shows, from two PEM files. They are read again when they change, so that
//! a renewed certificate needs no restart; while what is there cannot be used, the former one is
//! shown on.

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::SystemTime;
use tokio_rustls::TlsAcceptor;

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The file is missing or may not be read.
    #[error("{path} cannot be read", path = path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file does not hold what it should.
    #[error("{path} has no {expected}", path = path.display())]
    Missing {
        /// Which.
        path: PathBuf,
        /// What should be there.
        expected: &'static str,
    },
    /// The file holds something broken.
    #[error("{path} is not PEM: {detail}", path = path.display())]
    Broken {
        /// Which.
        path: PathBuf,
        /// What was wrong.
        detail: String,
    },
    /// Both are well, but not together.
    #[error(
        "the key in {key} is not that of the first certificate in {certificate}, or of a kind \
         that is not known: {detail}",
        key = key.display(), certificate = certificate.display()
    )]
    Unusable {
        /// The certificate's file.
        certificate: PathBuf,
        /// The key's file.
        key: PathBuf,
        /// What was wrong.
        detail: String,
    },
}

/// When the two files were written, and how long they are.
type Stamp = [Option<(SystemTime, u64)>; 2];

/// A certificate with its key, as of the last time the files could be used.
pub struct Tls {
    certificate: PathBuf,
    key: PathBuf,
    config: RwLock<Arc<ServerConfig>>,
    read: Mutex<Stamp>,
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").field("certificate", &self.certificate).finish_non_exhaustive()
    }
}

impl Tls {
    /// Reads both files.
    pub fn open(certificate: PathBuf, key: PathBuf) -> Result<Self, TlsError> {
        let read = Mutex::new(stamp(&certificate, &key));
        let config = RwLock::new(config(&certificate, &key)?);
        Ok(Self { certificate, key, config, read })
    }

    /// Reads both files again; on an error the former certificate stays.
    pub fn reload(&self) -> Result<(), TlsError> {
        *self.read.lock().unwrap_or_else(PoisonError::into_inner) =
            stamp(&self.certificate, &self.key);
        let config = config(&self.certificate, &self.key)?;
        *self.config.write().unwrap_or_else(PoisonError::into_inner) = config;
        Ok(())
    }

    /// The same, and logs how it went.
    pub fn renew(&self) {
        match self.reload() {
            Ok(()) => tracing::info!("the certificate was read again"),
            Err(error) => {
                let error = anyhow::Error::from(error);
                tracing::error!(error = format!("{error:#}"), "the certificate stays as it was");
            }
        }
    }

    /// Whether the files are not those that were read last.
    pub fn has_changed(&self) -> bool {
        let read = *self.read.lock().unwrap_or_else(PoisonError::into_inner);
        read != stamp(&self.certificate, &self.key)
    }

    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        Arc::clone(&self.config.read().unwrap_or_else(PoisonError::into_inner)).into()
    }
}

fn stamp(certificate: &Path, key: &Path) -> Stamp {
    [certificate, key].map(|path| {
        let known = std::fs::metadata(path).ok()?;
        Some((known.modified().ok()?, known.len()))
    })
}

fn config(certificate: &Path, key: &Path) -> Result<Arc<ServerConfig>, TlsError> {
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect)
        .map_err(|error| wrong(certificate, "certificate (BEGIN CERTIFICATE)", error))?;
    if chain.is_empty() {
        let expected = "certificate (BEGIN CERTIFICATE)";
        return Err(TlsError::Missing { path: certificate.to_owned(), expected });
    }
    let secret = PrivateKeyDer::from_pem_file(key)
        .map_err(|error| wrong(key, "private key (BEGIN PRIVATE KEY)", error))?;
    let unusable = |error: rustls::Error| TlsError::Unusable {
        certificate: certificate.to_owned(),
        key: key.to_owned(),
        detail: error.to_string(),
    };
    // The provider is named, so that it does not matter what else is linked into the program.
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(unusable)?
        .with_no_client_auth()
        .with_single_cert(chain, secret)
        .map_err(unusable)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

fn wrong(path: &Path, expected: &'static str, error: pem::Error) -> TlsError {
    let path = path.to_owned();
    match error {
        pem::Error::Io(source) => TlsError::Unreadable { path, source },
        pem::Error::NoItemsFound => TlsError::Missing { path, expected },
        error => TlsError::Broken { path, detail: error.to_string() },
    }
}
