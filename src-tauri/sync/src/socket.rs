//! The line itself: a WebSocket to the hub, over TLS where the address says https. Sends and
//! receives text; knows nothing of frames.

use futures_util::{SinkExt, StreamExt};
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{Connector, MaybeTlsStream, WebSocketStream};

/// Largest message the hub may send, in bytes: it fills frames up to 1 MiB, one event may be more.
const LARGEST_MESSAGE: usize = 32 * 1024 * 1024;
/// How long a message may take to leave.
const SEND_WITHIN: Duration = Duration::from_secs(10);

/// Why there is no line.
#[derive(Debug, thiserror::Error)]
pub enum SocketError {
    /// The address is not one.
    #[error("{0} is not the address of a hub")]
    Address(String),
    /// The other side could not be reached, or is no hub.
    #[error(transparent)]
    Socket(#[from] Box<tungstenite::Error>),
    /// Nothing left in time.
    #[error("the line is stuck")]
    Stuck,
}

/// What came down the line.
#[derive(Debug)]
pub enum Heard {
    /// A message.
    Text(String),
    /// A sign of life.
    Life,
    /// The end; with the hub's close code, if it gave one.
    End(Option<u16>),
}

/// A line to the hub.
pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

/// What this computer trusts: the system's own certificate authorities (`SSL_CERT_FILE` and
/// `SSL_CERT_DIR` name others).
pub fn tls() -> Result<Arc<ClientConfig>, rustls::Error> {
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    for error in &found.errors {
        tracing::warn!(%error, "a certificate authority of the system cannot be read");
    }
    roots.add_parsable_certificates(found.certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

impl Socket {
    /// Connects to the members' socket of the hub at `address`, which is like `https://host:port`.
    pub async fn connect(address: &str, tls: Arc<ClientConfig>) -> Result<Self, SocketError> {
        let bad = || SocketError::Address(address.to_owned());
        let rest = address.strip_prefix("http").ok_or_else(bad)?;
        let url = format!("ws{}/v1/socket", rest.trim_end_matches('/'));
        let request = url.as_str().into_client_request().map_err(|_| bad())?;
        let config = WebSocketConfig::default()
            .max_message_size(Some(LARGEST_MESSAGE))
            .max_frame_size(Some(LARGEST_MESSAGE));
        let connector = Connector::Rustls(tls);
        let (socket, _) = tokio_tungstenite::connect_async_tls_with_config(
            request,
            Some(config),
            true,
            Some(connector),
        )
        .await
        .map_err(Box::new)?;
        Ok(Self(socket))
    }

    /// Sends a message.
    pub async fn send(&mut self, text: String) -> Result<(), SocketError> {
        self.write(Message::Text(text.into())).await
    }

    /// Asks for a sign of life, which every WebSocket gives by itself (RFC 6455, 5.5.2).
    pub async fn ping(&mut self) -> Result<(), SocketError> {
        self.write(Message::Ping(tungstenite::Bytes::new())).await
    }

    async fn write(&mut self, message: Message) -> Result<(), SocketError> {
        match tokio::time::timeout(SEND_WITHIN, self.0.send(message)).await {
            Ok(sent) => Ok(sent.map_err(Box::new)?),
            Err(_) => Err(SocketError::Stuck),
        }
    }

    /// What comes next. May be dropped and called again; nothing is lost by that.
    pub async fn next(&mut self) -> Heard {
        match self.0.next().await {
            Some(Ok(Message::Text(text))) => Heard::Text(text.as_str().to_owned()),
            Some(Ok(Message::Close(frame))) => Heard::End(frame.map(|frame| frame.code.into())),
            Some(Ok(_)) => Heard::Life,
            Some(Err(error)) => {
                tracing::debug!(%error, "the line broke");
                Heard::End(None)
            }
            None => Heard::End(None),
        }
    }

    /// Says goodbye.
    pub async fn close(mut self) {
        let _ = tokio::time::timeout(Duration::from_secs(1), self.0.close(None)).await;
    }
}
