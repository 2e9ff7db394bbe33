//! Taking connections: TLS where there is a certificate, HTTP/1.1, WebSockets out of it. One that
//! sends no request for a while is closed, handshakes keep nobody waiting, and there are never more
//! connections without a WebSocket than the hub can bear.

use crate::tls::Tls;
use axum::Router;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{Notify, mpsc, watch};
use tower_service::Service;

/// How long a client may take for a request's head, and be quiet between two requests.
const REQUEST_WITHIN: Duration = Duration::from_secs(30);
/// How long a TLS handshake may take.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
/// How many connections without a WebSocket are kept; beyond that the oldest ends when it is idle.
const CONNECTIONS: usize = 8_192;
/// How many connections wait to be taken: after a start everybody comes back at once, and whoever
/// finds no place is cut off while it believes to be connected. Systems allow fewer, not more.
const WAITING: u32 = 4_096;
/// How often the certificate's files are looked at.
const LOOK_AT_FILES_EVERY: Duration = Duration::from_secs(2);
/// How long to wait when no connection can be taken: the system has no more to give.
const BREATH: Duration = Duration::from_millis(500);

/// Becomes true when no more is to be taken.
pub(crate) type Closing = watch::Receiver<bool>;

/// Listens at `host:port`, with room for a crowd.
pub(crate) async fn listen(at: &str) -> io::Result<TcpListener> {
    let mut wrong = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for address in tokio::net::lookup_host(at).await? {
        match listen_at(address) {
            Ok(listener) => return Ok(listener),
            Err(error) => wrong = error,
        }
    }
    Err(wrong)
}

fn listen_at(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // On Windows that would let two hubs have one address.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(WAITING)
}

/// Takes connections until `closing`; what is under way then goes on until [`UnderWay::over`].
pub(crate) async fn take(
    listener: &TcpListener,
    tls: Option<Arc<Tls>>,
    router: Router,
    mut closing: Closing,
) -> UnderWay {
    if let Some(tls) = tls.clone() {
        tokio::spawn(renew(tls, closing.clone()));
    }
    let open = Open::default();
    let (under_way, over) = mpsc::channel::<()>(1);
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    not_taken(&error).await;
                    continue;
                }
            },
            () = closed(&mut closing) => return UnderWay(over),
        };
        let place = open.enter(CONNECTIONS);
        let under_way = under_way.clone();
        let connection = Connection { peer, router: router.clone(), closing: closing.clone() };
        let tls = tls.clone();
        tokio::spawn(async move {
            connection.serve(stream, tls, &place).await;
            drop((place, under_way));
        });
    }
}

/// Requests that were taken before closing.
pub(crate) struct UnderWay(mpsc::Receiver<()>);

impl UnderWay {
    /// Resolves when the last one is answered, without limit.
    pub async fn over(mut self) {
        let _ = self.0.recv().await;
    }
}

async fn closed(closing: &mut Closing) {
    let _ = closing.wait_for(|closing| *closing).await;
}

async fn not_taken(error: &io::Error) {
    let gone = [
        io::ErrorKind::ConnectionRefused,
        io::ErrorKind::ConnectionAborted,
        io::ErrorKind::ConnectionReset,
    ];
    if !gone.contains(&error.kind()) {
        tracing::warn!(%error, "no connection can be taken");
        tokio::time::sleep(BREATH).await;
    }
}

/// One connection, before and after its handshake.
struct Connection {
    peer: SocketAddr,
    router: Router,
    closing: Closing,
}

impl Connection {
    async fn serve(mut self, stream: TcpStream, tls: Option<Arc<Tls>>, place: &Place) {
        let _ = stream.set_nodelay(true);
        let Some(tls) = tls else { return self.talk(stream, place).await };
        let shaken = tokio::time::timeout(HANDSHAKE_WITHIN, tls.acceptor().accept(stream));
        let shaken = tokio::select! {
            shaken = shaken => shaken,
            () = closed(&mut self.closing) => return,
        };
        match shaken {
            Ok(Ok(stream)) => self.talk(stream, place).await,
            Ok(Err(error)) => tracing::debug!(%error, "a handshake failed"),
            Err(_) => tracing::debug!("a handshake took too long"),
        }
    }

    /// Answers requests; done when the connection has ended or become a WebSocket.
    async fn talk<I>(self, stream: I, place: &Place)
    where
        I: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let Self { peer, router, mut closing } = self;
        let service = service_fn(move |mut request: hyper::Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            router.clone().call(request.map(axum::body::Body::new))
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(REQUEST_WITHIN)
            .serve_connection(TokioIo::new(stream), service)
            .with_upgrades();
        let mut connection = pin!(connection);
        tokio::select! {
            _ = connection.as_mut() => return,
            () = place.wanted() => {}
            () = closed(&mut closing) => {}
        }
        connection.as_mut().graceful_shutdown();
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection broke");
        }
    }
}

/// Reads the certificate again whenever its files have changed.
async fn renew(tls: Arc<Tls>, mut closing: Closing) {
    let mut every = tokio::time::interval(LOOK_AT_FILES_EVERY);
    loop {
        tokio::select! {
            _ = every.tick() => {}
            () = closed(&mut closing) => return,
        }
        if tls.has_changed() {
            tls.renew();
        }
    }
}

/// The connections without a WebSocket, oldest first.
#[derive(Clone, Default)]
struct Open(Arc<Mutex<Places>>);

#[derive(Default)]
struct Places {
    next: u64,
    taken: BTreeMap<u64, Arc<Notify>>,
}

/// One connection's place; dropping it makes room.
struct Place {
    number: u64,
    wanted: Arc<Notify>,
    open: Open,
}

impl Open {
    /// A connection begins. When there are more than `most`, the oldest is asked to end.
    fn enter(&self, most: usize) -> Place {
        let wanted = Arc::new(Notify::new());
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = places.next;
        places.next += 1;
        places.taken.insert(number, Arc::clone(&wanted));
        if places.taken.len() > most
            && let Some((_, oldest)) = places.taken.pop_first()
        {
            oldest.notify_one();
        }
        Place { number, wanted, open: self.clone() }
    }
}

impl Place {
    async fn wanted(&self) {
        self.wanted.notified().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut places = self.open.0.lock().unwrap_or_else(PoisonError::into_inner);
        places.taken.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    #[test]
    fn the_oldest_connection_makes_room_for_the_newest() {
        let open = Open::default();
        let [first, second] = [open.enter(2), open.enter(2)];
        assert!(first.wanted().now_or_never().is_none());
        let third = open.enter(2);
        assert!(first.wanted().now_or_never().is_some());
        drop(second);
        let fourth = open.enter(2);
        assert!(third.wanted().now_or_never().is_none(), "there was room");
        assert!(fourth.wanted().now_or_never().is_none());
    }

    /// Elsewhere the system allows fewer.
    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn a_crowd_that_comes_at_once_finds_room() {
        let listener = listen("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut crowd = Vec::new();
        for number in 0..500 {
            let coming = tokio::time::timeout(Duration::from_secs(5), TcpStream::connect(address));
            let came = coming.await.unwrap_or_else(|_| panic!("no room for number {number}"));
            crowd.push(came.unwrap());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_never_finishes_a_request_or_asks_for_another_is_let_go() {
        let folder = tempfile::tempdir().unwrap();
        let store = baton_store::Store::open(folder.path()).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let hub = crate::Hub::new(store, address, crate::Options::default()).await.unwrap();
        let serving = tokio::spawn(Arc::clone(&hub).serve(listener));
        let began = tokio::time::Instant::now();
        for sent in [
            "POST /v1/sessions HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n{",
            "",
            "GET /healthz HTTP/1.1\r\nhost: loc",
            "GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n",
        ] {
            let mut client = TcpStream::connect(address).await.unwrap();
            client.write_all(sent.as_bytes()).await.unwrap();
            let mut answer = String::new();
            client.read_to_string(&mut answer).await.unwrap();
            assert_eq!(answer.ends_with("ok"), sent.ends_with("\r\n\r\n"), "{answer}");
        }
        assert!(began.elapsed() >= 3 * REQUEST_WITHIN);
        hub.close();
        serving.await.unwrap().unwrap();
    }
}
