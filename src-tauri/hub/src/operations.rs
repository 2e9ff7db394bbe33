//! Whether the hub lives, can write, and how it does (Prometheus text format). Numbers name nobody.

use crate::App;
use crate::lines::LineKind;
use crate::problem::{Answer, Problem};
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use baton_domain::{EventBody, PartyKind};
use baton_store::{Commit, Stored};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::sync::Arc;
use tokio::sync::{broadcast, watch};

/// Bounds of the time to claim, in seconds.
const CLAIM_SECONDS: [f64; 11] =
    [5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0, 14_400.0];

/// What the hub counts. Cloning a metric shares it.
pub(crate) struct Metrics {
    requests: Counter,
    pub sockets: Sockets,
    pub ai_turns: Counter,
    pub ai_failures: Counter,
    claims: Histogram,
    sign_in_refusals: Family<Refused, Counter>,
    notices: Family<Notices, Counter>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            requests: Counter::default(),
            sockets: Sockets(watch::channel(0).0),
            ai_turns: Counter::default(),
            ai_failures: Counter::default(),
            claims: Histogram::new(CLAIM_SECONDS),
            sign_in_refusals: Family::default(),
            notices: Family::default(),
        }
    }
}

/// How many WebSockets are open.
pub(crate) struct Sockets(watch::Sender<i64>);

impl Sockets {
    pub fn inc(&self) {
        self.0.send_modify(|open| *open += 1);
    }

    pub fn dec(&self) {
        self.0.send_modify(|open| *open -= 1);
    }

    fn get(&self) -> i64 {
        *self.0.borrow()
    }

    /// Resolves when none is open.
    pub async fn gone(&self) {
        let _ = self.0.subscribe().wait_for(|open| *open <= 0).await;
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Refused {
    reason: &'static str,
}

/// Why somebody was not signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SignInRefusal {
    /// The password or the code is not right.
    Wrong,
    /// Too many tries.
    Limited,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Notices {
    what: String,
}

impl Metrics {
    pub fn request(&self) {
        self.requests.inc();
    }

    pub fn sign_in_refused(&self, reason: SignInRefusal) {
        let reason = match reason {
            SignInRefusal::Wrong => "wrong",
            SignInRefusal::Limited => "limited",
        };
        self.sign_in_refusals.get_or_create(&Refused { reason }).inc();
    }

    fn observe(&self, stored: &Stored) {
        match &stored.recorded.event.body {
            EventBody::Assigned { from: None, to: Some(to), .. } if to.kind == PartyKind::Human => {
                let handoff = stored.state.as_ref().and_then(|state| state.handoff.as_ref());
                if let Some(handoff) = handoff {
                    let waited = stored.recorded.event.at.0 - handoff.at.0;
                    self.claims.observe(waited.max(0) as f64 / 1000.0);
                }
            }
            EventBody::Notified { what, members, .. } => {
                let what = serde_json::to_value(what).ok();
                let what = what.as_ref().and_then(|what| what.as_str()).unwrap_or("other");
                let told = members.len() as u64;
                self.notices.get_or_create(&Notices { what: what.to_owned() }).inc_by(told);
            }
            _ => {}
        }
    }
}

/// Counts what is committed.
pub(crate) async fn follow(hub: App, mut commits: broadcast::Receiver<Arc<Commit>>) {
    loop {
        let commit = tokio::select! {
            commit = commits.recv() => commit,
            () = hub.closing() => return,
        };
        match commit {
            Ok(commit) => commit.events.iter().for_each(|stored| hub.metrics.observe(stored)),
            Err(broadcast::error::RecvError::Lagged(missed)) => {
                tracing::warn!(missed, "some commits were not counted");
            }
            Err(broadcast::error::RecvError::Closed) => return,
        }
    }
}

pub(crate) async fn healthz() -> &'static str {
    "ok"
}

/// Writes a number of its own through the writer: a full disk or a stuck writer shows here.
pub(crate) async fn readyz(State(hub): State<App>) -> Answer<&'static str> {
    let written = hub.store.write(|tx| tx.probe());
    match tokio::time::timeout(std::time::Duration::from_secs(5), written).await {
        Ok(Ok(())) => Ok("ready"),
        Ok(Err(error)) => Err(error.into()),
        Err(_) => Err(Problem::unavailable("The log cannot be written now.")),
    }
}

pub(crate) async fn metrics(State(hub): State<App>) -> Answer<impl IntoResponse> {
    let (head, (waiting, first)) =
        hub.store.read(|reader| Ok((reader.head()?, reader.waiting()?))).await?;
    let longest = first.map_or(0, |first| hub.store.now().seconds_since(first).max(0));
    let mut registry = Registry::with_prefix("baton");
    register_counts(&mut registry, &hub.metrics);
    register_lines(&mut registry, &hub);
    for (name, help, value) in [
        ("visitors_online", "Visitors connected", as_i64(hub.live.visitors() as u64)),
        ("log_head", "Events in the log", as_i64(head)),
        ("unassigned", "Conversations in Unassigned", as_i64(waiting)),
        ("longest_wait_seconds", "Longest wait in Unassigned", longest),
        (
            "desktop_lag_events",
            "Events the slowest desktop has still to be sent",
            as_i64(hub.lines.lag(head)),
        ),
    ] {
        registry.register(name, help, gauge(value));
    }
    let mut body = String::new();
    encode(&mut body, &registry)
        .map_err(|_| Problem::unavailable("The metrics could not be written."))?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], body))
}

fn register_counts(registry: &mut Registry, metrics: &Metrics) {
    registry.register("http_requests", "Requests taken", metrics.requests.clone());
    registry.register("ai_turns", "AI turns finished", metrics.ai_turns.clone());
    registry.register("ai_failures", "AI turns that failed", metrics.ai_failures.clone());
    let help = "From the handoff until a member has claimed, in seconds";
    registry.register("time_to_claim_seconds", help, metrics.claims.clone());
    let help = "Sign-ins and invitation codes refused";
    registry.register("sign_in_refusals", help, metrics.sign_in_refusals.clone());
    registry.register("notices", "Members told of something", metrics.notices.clone());
}

fn register_lines(registry: &mut Registry, hub: &App) {
    let members = as_i64(hub.lines.count(LineKind::Member) as u64);
    let ai_agents = as_i64(hub.lines.count(LineKind::AiAgent) as u64);
    let all = hub.metrics.sockets.get();
    registry.register("sockets", "Open WebSockets", gauge(all));
    let connections: Family<[(&str, &str); 1], Gauge> = Family::default();
    for (kind, open) in [
        ("visitor", (all - members - ai_agents).max(0)),
        ("member", members),
        ("ai_agent", ai_agents),
    ] {
        connections.get_or_create(&[("kind", kind)]).set(open);
    }
    registry.register("connections", "Open WebSockets by kind", connections);
}

fn gauge(value: i64) -> Gauge {
    let gauge: Gauge = Gauge::default();
    gauge.set(value);
    gauge
}

fn as_i64(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
