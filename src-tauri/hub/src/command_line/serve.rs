//! `baton-hub serve`: from its options to a hub that listens, until it is told to stop.

use super::options::{self, Flags, ServeOptions};
use super::{Data, existing, lock, say};
use crate::tls::Tls;
use crate::{App, Hub, Options, logging, moving, serving};
use anyhow::{Context, bail};
use baton_store::Store;
use clap::Args;
use std::net::SocketAddr;
use std::sync::Arc;

/// Every option may also be written to `DIR/hub.toml`, with `_` for `-`.
#[derive(Args)]
pub(super) struct Serve {
    #[command(flatten)]
    data: Data,
    /// Where to listen; port 0 picks a free one [default: 127.0.0.1:4117] [env: BATON_LISTEN]
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<String>,
    /// Where people reach this hub, when that is another address [env: BATON_PUBLIC_URL]
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Serves /demo, a page with the widget on it [env: BATON_DEMO]
    #[arg(long)]
    demo: bool,
    /// The certificate, a PEM file with its chain; read again when it changes [env: BATON_TLS_CERT]
    #[arg(long, value_name = "FILE")]
    tls_cert: Option<String>,
    /// The certificate's private key, a PEM file [env: BATON_TLS_KEY]
    #[arg(long, value_name = "FILE")]
    tls_key: Option<String>,
    /// Listens beyond this machine without TLS: anybody on the way can read everything
    /// [env: BATON_PLAIN_HTTP_TO_THE_NETWORK]
    #[arg(long)]
    plain_http_to_the_network: bool,
    /// A proxy whose X-Forwarded-For is believed: an address or a range, more of them with commas
    /// [env: BATON_TRUSTED_PROXY]
    #[arg(long, value_name = "ADDR")]
    trusted_proxy: Option<String>,
    /// How the log is written to standard error: text or json [default: text] [env:
    /// BATON_LOG_FORMAT]
    #[arg(long, value_name = "FORMAT")]
    log_format: Option<String>,
    /// Messages a visitor may send in a minute; 0 = no limit [default: 60] [env:
    /// BATON_LIMIT_MESSAGES]
    #[arg(long, value_name = "NUMBER")]
    limit_messages: Option<String>,
    /// Conversations an address may begin in a minute; 0 = no limit [default: 60] [env:
    /// BATON_LIMIT_CONVERSATIONS]
    #[arg(long, value_name = "NUMBER")]
    limit_conversations: Option<String>,
    /// Sign-ins in a minute by address and e-mail; 0 = no limit [default: 10] [env:
    /// BATON_LIMIT_SIGN_INS]
    #[arg(long, value_name = "NUMBER")]
    limit_sign_ins: Option<String>,
    /// Files a visitor may upload in a minute; 0 = no limit [default: 30] [env:
    /// BATON_LIMIT_UPLOADS]
    #[arg(long, value_name = "NUMBER")]
    limit_uploads: Option<String>,
    /// MiB a visitor may upload in an hour; 0 = no limit [default: 200] [env:
    /// BATON_LIMIT_UPLOAD_MIB]
    #[arg(long, value_name = "NUMBER")]
    limit_upload_mib: Option<String>,
}

impl Serve {
    fn flags(&self) -> Flags {
        let texts = [
            ("listen", &self.listen),
            ("public_url", &self.public_url),
            ("tls_cert", &self.tls_cert),
            ("tls_key", &self.tls_key),
            ("trusted_proxy", &self.trusted_proxy),
            ("log_format", &self.log_format),
            ("limit_messages", &self.limit_messages),
            ("limit_conversations", &self.limit_conversations),
            ("limit_sign_ins", &self.limit_sign_ins),
            ("limit_uploads", &self.limit_uploads),
            ("limit_upload_mib", &self.limit_upload_mib),
        ];
        let texts = texts.into_iter().filter_map(|(name, text)| Some((name, text.clone()?)));
        let switches =
            [("demo", self.demo), ("plain_http_to_the_network", self.plain_http_to_the_network)];
        let on = switches.into_iter().filter(|(_, on)| *on);
        texts.chain(on.map(|(name, _)| (name, "true".to_owned()))).collect()
    }
}

/// With a size, first waits for a workspace of at most so many bytes.
pub(super) async fn serve(asked: Serve, receiving: Option<u64>) -> anyhow::Result<()> {
    let data = match receiving {
        None => existing(&asked.data.data)?,
        Some(_) => moving::empty(&asked.data.data)?,
    };
    let options = options::read(data, asked.flags())?;
    logging::start(options.log_format);
    let _lock = lock(data)?;
    let tls = match options.tls.clone() {
        Some((certificate, key)) => Some(Arc::new(Tls::open(certificate, key)?)),
        None => None,
    };
    let listen = &options.listen;
    let listener =
        serving::listen(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
    let address = listener.local_addr()?;
    stays_private(&options, address)?;
    if let Some(largest_bytes) = receiving
        && !moving::receive(data, &listener, tls.clone(), largest_bytes).await?
    {
        return Ok(());
    }
    let store = Store::open(data)?;
    if store.directory().settings.is_none() {
        bail!("there is no workspace in {}; run baton-hub init", data.display());
    }
    let scheme = if tls.is_some() { "https" } else { "http" };
    let how = Options {
        public_url: options.public_url,
        demo: options.demo,
        limits: options.limits,
        trusted_proxies: options.trusted_proxies,
        tls: tls.clone(),
        ..Options::default()
    };
    let hub = Hub::new(store.clone(), address, how).await?;
    tokio::spawn(obey(Arc::clone(&hub), tls));
    say(&format!("listening on {scheme}://{address}"))?;
    hub.serve(listener).await?;
    store.close();
    Ok(())
}

/// Plain HTTP leaves this machine only to a proxy that does TLS, or when that was asked for.
fn stays_private(options: &ServeOptions, address: SocketAddr) -> anyhow::Result<()> {
    let behind_tls = options.public_url.as_ref().is_some_and(|url| url.starts_with("https://"));
    if address.ip().to_canonical().is_loopback()
        || options.tls.is_some()
        || behind_tls
        || options.plain_http_to_the_network
    {
        return Ok(());
    }
    bail!(
        "{address} can be reached from other machines, and without TLS anybody on the way could \
         read everything. Give --tls-cert and --tls-key; or --public-url https://… when a proxy \
         does TLS; or, to go without, --plain-http-to-the-network"
    )
}

/// Resolves when the process is asked to end.
#[cfg(unix)]
pub(crate) async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut term) = signal(SignalKind::terminate()) else { return };
    tokio::select! {
        _ = term.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

/// Resolves when the process is asked to end.
#[cfg(not(unix))]
pub(crate) async fn terminated() {
    let _ = tokio::signal::ctrl_c().await;
}

/// Carries out signals: stop in order, then at once; read the certificate again.
#[cfg(unix)]
async fn obey(hub: App, tls: Option<Arc<Tls>>) {
    use tokio::signal::unix::{SignalKind, signal};
    let kinds = [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()];
    let [Ok(mut terminate), Ok(mut interrupt), Ok(mut hang_up)] = kinds.map(signal) else {
        return tracing::error!("signals cannot be listened to");
    };
    let mut stopping = false;
    loop {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            _ = hang_up.recv() => {
                if let Some(tls) = &tls {
                    tls.renew();
                }
                continue;
            }
        }
        stop(&hub, &mut stopping);
    }
}

#[cfg(not(unix))]
async fn obey(hub: App, _: Option<Arc<Tls>>) {
    let mut stopping = false;
    while tokio::signal::ctrl_c().await.is_ok() {
        stop(&hub, &mut stopping);
    }
}

fn stop(hub: &App, stopping: &mut bool) {
    if std::mem::replace(stopping, true) {
        // What was acknowledged is on disk; the rest was never promised.
        tracing::warn!("asked again to stop: ending at once");
        std::process::exit(1);
    }
    tracing::info!("stopping; once more ends at once");
    hub.close();
}
