//! A hub with a certificate of its own: HTTPS and secure WebSockets, renewal without a restart, and
//! clear words about files that cannot be used.

use baton_it::{Hub, Setup, binary, http, soon};
use futures_util::{SinkExt, StreamExt};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use reqwest::Certificate;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::process::Command;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use tokio_tungstenite::tungstenite::Message;

/// Certificate and key files in a folder of their own.
struct Files {
    certificate: PathBuf,
    key: PathBuf,
    #[expect(dead_code, reason = "removed when dropped")]
    folder: TempDir,
}

impl Files {
    /// New ones, and the certificate in them.
    fn new() -> (Self, Made) {
        let folder = tempfile::tempdir().unwrap();
        let [certificate, key] = ["cert.pem", "key.pem"].map(|name| folder.path().join(name));
        let files = Self { certificate, key, folder };
        let made = files.renew();
        (files, made)
    }

    /// Another certificate in the same files.
    fn renew(&self) -> Made {
        let made = Made::new();
        std::fs::write(&self.certificate, &made.pem).unwrap();
        std::fs::write(&self.key, &made.key).unwrap();
        made
    }

    async fn hub(&self) -> Hub {
        let [certificate, key] = [&self.certificate, &self.key].map(|path| path.to_str().unwrap());
        let arguments = &["--tls-cert", certificate, "--tls-key", key];
        Hub::with(Setup { arguments, ..Setup::default() }).await
    }
}

struct Made {
    pem: String,
    key: String,
    der: CertificateDer<'static>,
}

impl Made {
    fn new() -> Self {
        let names = ["127.0.0.1".to_owned(), "localhost".to_owned()];
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed(names).unwrap();
        Self { pem: cert.pem(), key: signing_key.serialize_pem(), der: cert.der().clone() }
    }

    /// Somebody who trusts this certificate only, and keeps no connection.
    fn client(&self) -> reqwest::Client {
        let root = Certificate::from_pem(self.pem.as_bytes()).unwrap();
        let builder = http().add_root_certificate(root).https_only(true);
        builder.pool_max_idle_per_host(0).build().unwrap()
    }

    /// Waits until the hub shows this certificate.
    async fn is_shown_by(&self, hub: &Hub) {
        let (client, url) = (self.client(), format!("{}/healthz", hub.url));
        soon("the renewed certificate", async { while client.get(&url).send().await.is_err() {} })
            .await;
    }

    async fn connect(&self, hub: &Hub) -> tokio_rustls::client::TlsStream<TcpStream> {
        let mut roots = RootCertStore::empty();
        roots.add(self.der.clone()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let config = config.with_safe_default_protocol_versions().unwrap();
        let config = config.with_root_certificates(roots).with_no_client_auth();
        let stream = TcpStream::connect(address(hub)).await.unwrap();
        let name = "127.0.0.1".try_into().unwrap();
        TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap()
    }
}

fn address(hub: &Hub) -> &str {
    hub.url.strip_prefix("https://").expect("listening on https://…")
}

#[tokio::test]
async fn https_and_secure_websockets_are_answered_and_plain_http_is_not() {
    let (files, made) = Files::new();
    let mut hub = files.hub().await;
    let client = made.client();
    let me = client.get(format!("{}/v1/me", hub.url)).bearer_auth(hub.ana().token());
    let me = me.send().await.unwrap();
    assert_eq!(me.json::<Value>().await.unwrap()["name"], "Ana");
    // Somebody who does not know the certificate, or speaks no TLS.
    assert!(
        hub.nobody()
            .try_send(hub.nobody().request(reqwest::Method::GET, "/healthz"))
            .await
            .is_err()
    );
    let plain = format!("http://{}/healthz", address(&hub));
    assert!(http().build().unwrap().get(plain).send().await.is_err());

    let stream = made.connect(&hub).await;
    let url = format!("ws://{}/v1/socket", address(&hub));
    let (mut socket, _) = tokio_tungstenite::client_async(url, stream).await.unwrap();
    let auth = json!({"type": "auth", "token": hub.ana().token(), "after": 0});
    socket.send(Message::text(auth.to_string())).await.unwrap();
    let hello = soon("hello", socket.next()).await.unwrap().unwrap();
    assert!(hello.to_text().unwrap().starts_with("{\"head\""), "{hello}");

    // A handshake that is never begun keeps nobody waiting, and does not keep the hub from ending.
    let mut silent = TcpStream::connect(address(&hub)).await.unwrap();
    client.get(format!("{}/healthz", hub.url)).send().await.unwrap();
    assert!(hub.terminate().await);
    let mut rest = Vec::new();
    let _ = silent.read_to_end(&mut rest).await;
    let frames = soon("the end of the socket", socket.collect::<Vec<_>>()).await;
    let closed = frames.into_iter().flatten().find_map(|frame| match frame {
        Message::Close(Some(frame)) => Some(u16::from(frame.code)),
        _ => None,
    });
    assert_eq!(closed, Some(1012));
}

#[tokio::test]
async fn a_renewed_certificate_is_shown_without_a_restart() {
    let (files, first) = Files::new();
    let hub = files.hub().await;
    first.is_shown_by(&hub).await;
    // Because the files changed.
    let second = files.renew();
    second.is_shown_by(&hub).await;
    assert!(first.client().get(format!("{}/healthz", hub.url)).send().await.is_err());
    // What cannot be used is not: the former one stays.
    std::fs::write(&files.key, &Made::new().key).unwrap();
    hub.signal("HUP").await;
    second.is_shown_by(&hub).await;
    // And by signal.
    let third = files.renew();
    hub.signal("HUP").await;
    third.is_shown_by(&hub).await;
}

#[tokio::test]
async fn what_is_wrong_with_the_files_is_said_in_words() {
    let hub = Hub::open().await;
    let (files, made) = Files::new();
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let broken = "-----BEGIN CERTIFICATE-----\n???\n-----END CERTIFICATE-----\n";
    let nowhere = folder.path().join("nowhere.pem");
    for (certificate, key, words) in [
        (&nowhere, &files.key, &["nowhere.pem", "cannot be read"][..]),
        (&files.certificate, &nowhere, &["nowhere.pem", "cannot be read"]),
        (&file("empty.pem", ""), &files.key, &["empty.pem", "has no certificate"]),
        (&files.key, &files.key, &["key.pem", "has no certificate"]),
        (&files.certificate, &files.certificate, &["cert.pem", "has no private key"]),
        (&file("broken.pem", broken), &files.key, &["broken.pem", "not PEM"]),
        (&files.certificate, &file("other.pem", &Made::new().key), &["other.pem", "cert.pem"]),
    ] {
        let said = refusal(hub.folder(), certificate, key).await;
        for word in words {
            assert!(said.contains(word), "{word} in {said}");
        }
        assert!(!said.contains(made.key.lines().nth(1).unwrap()), "the key is a secret: {said}");
    }
}

/// What a hub says that does not start on a copy of this workspace.
async fn refusal(data: &Path, certificate: &Path, key: &Path) -> String {
    let copy = tempfile::tempdir().unwrap();
    std::fs::copy(data.join("baton.sqlite"), copy.path().join("baton.sqlite")).unwrap();
    let mut command = Command::new(binary());
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(copy.path());
    command.arg("--tls-cert").arg(certificate).arg("--tls-key").arg(key);
    let ended = soon("the refusal", command.output()).await.unwrap();
    assert!(!ended.status.success());
    String::from_utf8_lossy(&ended.stderr).into_owned()
}
