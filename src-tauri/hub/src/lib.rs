//! The hub: takes messages, decides, keeps the log, tells everybody.
//!
//! A library that the desktop app runs inside itself, and the headless `baton-hub`. Guarantees the
//! contract of api.md. Leaves out the rules (domain), the SQL (store) and answering (ai).

pub mod analysis;
mod article_rules;
mod attachments;
mod backup;
mod body;
pub mod command_line;
mod contacts;
mod conversations;
mod credentials;
mod desktops;
mod door;
mod events;
mod export;
mod fill;
mod importing;
mod invitations;
mod limits;
mod lines;
mod live;
pub mod logging;
mod member_socket;
mod moving;
mod openapi;
mod operations;
mod passwords;
mod peer;
mod problem;
pub mod rehearsal;
mod retention;
mod serving;
mod sessions;
mod settings;
mod settings_ai;
mod settings_articles;
mod settings_labels;
mod settings_models;
mod settings_replies;
mod settings_rules;
mod settings_widgets;
mod settings_workspace;
mod silent;
mod snapshots;
mod socket;
mod starting;
pub mod tls;
mod turns;
mod typing;
mod view;
mod visitor_socket;
mod visitors;
mod waiting;
mod widget_files;
pub mod workspace;

pub use export::{Export, Format as ExportFormat, csv_cell};
pub use limits::Limits;
pub use live::{LiveFrame, Presence};
pub use peer::Network;
pub use problem::Problem;
pub use settings::set_available;
pub use socket::Heartbeat;
pub use view::online;

pub use baton_ai::Knowledge;
use baton_domain::*;
use baton_store::{Envelope, Outcome, Sender, Store};
use std::net::SocketAddr;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// How long requests under way may take once the hub is closing.
const LAST_REQUESTS: Duration = Duration::from_secs(3);
/// How long AI turns may take then, before they go to people.
const LAST_TURNS: Duration = Duration::from_secs(3);

/// How long all of that may take.
const OVER_WITHIN: Duration = Duration::from_secs(6);

/// How a hub runs.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where visitors and members reach it, when that is not the listening address.
    pub public_url: Option<String>,
    /// Whether `/demo` is served; always on loopback.
    pub demo: bool,
    /// Limits per minute.
    pub limits: Limits,
    /// The certificate; none for plain HTTP.
    pub tls: Option<Arc<tls::Tls>>,
    /// Proxies whose X-Forwarded-For is believed; with a public URL also those on loopback.
    pub trusted_proxies: Vec<Network>,
    /// How a dead line is noticed.
    pub heartbeat: Heartbeat,
    /// How often silent assignees are looked for (rule 16).
    pub silence_every: Duration,
    /// How often it is looked whether what waiting visitors may expect has changed.
    pub expectation_every: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            public_url: None,
            demo: false,
            limits: Limits::default(),
            tls: None,
            trusted_proxies: Vec::new(),
            heartbeat: Heartbeat::default(),
            silence_every: Duration::from_secs(10),
            expectation_every: Duration::from_secs(10),
        }
    }
}

/// One running hub; cheap to clone.
pub type App = Arc<Hub>;

/// Everything the handlers share.
pub struct Hub {
    /// The log and its tables.
    pub store: Store,
    /// Who is connected, typing, looking.
    pub live: live::Live,
    pub(crate) lines: lines::Lines,
    pub(crate) options: Options,
    pub(crate) address: SocketAddr,
    pub(crate) uploads: attachments::Room,
    pub(crate) limiters: limits::Limiters,
    pub(crate) remembered: credentials::Remembered,
    pub(crate) turns: turns::Turns,
    pub(crate) models: baton_ai::openai::Models,
    pub(crate) analyses: analysis::Analyses,
    pub(crate) metrics: operations::Metrics,
    pub(crate) snapshots: snapshots::Snapshots,
    pub(crate) token_key: String,
    own_token: tokio::sync::OnceCell<String>,
    /// Held by whoever lets the words of erased conversations go.
    pub(crate) redacting: tokio::sync::Mutex<()>,
    pub(crate) password_work: tokio::sync::Semaphore,
    closing: watch::Sender<bool>,
    over: (Mutex<bool>, Condvar),
}

impl Hub {
    /// A hub on this store that will listen on `address`.
    pub async fn new(store: Store, address: SocketAddr, options: Options) -> anyhow::Result<App> {
        let token_key = workspace::token_key(&store).await?;
        store.write(workspace::add_ready_made_rules).await?;
        let hub = Arc::new(Self {
            uploads: attachments::Room::default(),
            limiters: limits::Limiters::new(options.limits),
            live: live::Live::default(),
            lines: lines::Lines::default(),
            remembered: credentials::Remembered::default(),
            turns: turns::Turns::default(),
            models: baton_ai::openai::Models::default(),
            analyses: analysis::Analyses::default(),
            metrics: operations::Metrics::default(),
            closing: watch::channel(false).0,
            over: (Mutex::new(false), Condvar::new()),
            snapshots: snapshots::Snapshots::new(store.folder()),
            redacting: tokio::sync::Mutex::default(),
            password_work: tokio::sync::Semaphore::new(2),
            store,
            options,
            address,
            token_key,
            own_token: tokio::sync::OnceCell::new(),
        });
        hub.store.ask_who_is_connected(hub.live.connected());
        attachments::remove_unfinished(&hub).await;
        waiting::refresh(&hub).await?;
        Ok(hub)
    }

    /// Serves until [`Hub::close`]. Fan-out and AI turns run beside it. Once it is closing, what is
    /// under way has a few seconds.
    pub async fn serve(self: App, listener: TcpListener) -> std::io::Result<()> {
        let commits = || self.store.subscribe();
        tokio::spawn(live::fan_out(Arc::clone(&self), commits()));
        tokio::spawn(turns::run(Arc::clone(&self), commits()));
        tokio::spawn(operations::follow(Arc::clone(&self), commits()));
        tokio::spawn(analysis::run(Arc::clone(&self), commits()));
        tokio::spawn(live::tell_presence(Arc::clone(&self)));
        tokio::spawn(silent::run(Arc::clone(&self)));
        tokio::spawn(waiting::run(Arc::clone(&self), commits()));
        tokio::spawn(retention::run(Arc::clone(&self), commits()));
        tokio::spawn(contacts::forget_left(Arc::clone(&self)));
        tokio::spawn(tidy(Arc::clone(&self)));
        let router = door::router(Arc::clone(&self));
        let served = async {
            let tls = self.options.tls.clone();
            let under_way = serving::take(&listener, tls, router, self.closing.subscribe()).await;
            // Whoever comes now is refused, and comes back.
            drop(listener);
            under_way.over().await;
            self.metrics.sockets.gone().await;
        };
        let out_of_time = async {
            self.closing().await;
            tokio::time::sleep(LAST_REQUESTS).await;
        };
        let requests = async {
            // A client that never finishes its request must not keep the hub from ending.
            tokio::select! {
                () = served => {}
                () = out_of_time => {}
            }
        };
        let turns = async {
            self.closing().await;
            turns::finish(&self, LAST_TURNS).await;
        };
        tokio::join!(requests, turns);
        self.keep_last_seen().await;
        *self.over.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.over.1.notify_all();
        Ok(())
    }

    /// Blocks until serving has ended after [`Hub::close`], so that the store may be closed.
    pub fn wait_until_over(&self) {
        let over = self.over.0.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = self.over.1.wait_timeout_while(over, OVER_WITHIN, |over| !*over);
    }

    /// Ends serving: no new requests, sockets are told to come back.
    pub fn close(&self) {
        let _ = self.closing.send(true);
    }

    /// Resolves when the hub is closing.
    pub(crate) async fn closing(&self) {
        let _ = self.closing.subscribe().wait_for(|closing| *closing).await;
    }

    /// Whether it is closing.
    pub(crate) fn is_closing(&self) -> bool {
        *self.closing.borrow()
    }

    /// Decides one command of a member, an AI agent or the hub itself.
    pub async fn command(
        &self,
        sender: Sender,
        conversation: ConversationId,
        id: CommandId,
        command: Command,
    ) -> Result<Outcome, baton_store::Error> {
        self.store.execute(envelope(sender, conversation, id, command)).await
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A token for the member who sits at the computer this hub runs in; the same for all who ask.
    pub async fn own_token(&self, member: MemberId) -> Result<String, Problem> {
        let token = self.own_token.get_or_try_init(|| workspace::own_token(&self.store, member));
        Ok(token.await?.clone())
    }

    /// The address people reach this hub at.
    pub fn url(&self) -> String {
        match &self.options.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None if self.options.tls.is_some() => format!("https://{}", self.address),
            None => format!("http://{}", self.address),
        }
    }
}

/// A command in the JSON of the API, with its id.
pub fn numbered(
    object: serde_json::Map<String, serde_json::Value>,
) -> Result<(CommandId, Command), Problem> {
    conversations::Numbered::parse(object).map(|numbered| (numbered.id, numbered.command))
}

/// A command with what it is recognised by when it is repeated.
pub(crate) fn envelope(
    sender: Sender,
    conversation: ConversationId,
    id: CommandId,
    command: Command,
) -> Envelope {
    let (kind, who) = match sender {
        Sender::Visitor => (0_u8, conversation.0),
        Sender::Member(id) => (1, id.0),
        Sender::AiAgent(id) => (2, id.0),
        Sender::System => (3, uuid::Uuid::nil()),
    };
    let what = match &command {
        Command::VisitorMessage { text, attachments, .. } => {
            let files = attachments.iter().map(|file| format!("\0{file}"));
            files.fold(text.clone(), |all, file| all + &file).into_bytes()
        }
        other => serde_json::to_vec(other).unwrap_or_default(),
    };
    let fingerprint =
        credentials::fingerprint(&[&[kind], who.as_bytes(), conversation.0.as_bytes(), &what]);
    Envelope { id, fingerprint, sender, conversation, command }
}

async fn tidy(hub: App) {
    let mut every = tokio::time::interval(Duration::from_secs(60));
    loop {
        tokio::select! {
            _ = every.tick() => {
                hub.limiters.tidy();
                hub.snapshots.tidy();
                attachments::remove_unsent(&hub).await;
                hub.keep_last_seen().await;
            }
            () = hub.closing() => return,
        }
    }
}
