//! Whether the hub lives, can write, and how it does (Prometheus text format).

use crate::App;
use crate::problem::{Answer, Problem};
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

/// What the hub counts. Cloning a metric shares it.
#[derive(Default)]
pub(crate) struct Metrics {
    requests: Counter,
    pub sockets: Gauge,
    pub ai_turns: Counter,
    pub ai_failures: Counter,
}

impl Metrics {
    pub fn request(&self) {
        self.requests.inc();
    }
}

pub(crate) async fn healthz() -> &'static str {
    "ok"
}

/// Writes nothing, but through the writer: a full disk or a stuck writer shows here.
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
    let gauge = |value: i64| {
        let gauge: Gauge = Gauge::default();
        gauge.set(value);
        gauge
    };
    let longest = first.map_or(0, |first| hub.store.now().seconds_since(first).max(0));
    let mut registry = Registry::with_prefix("baton");
    registry.register("http_requests", "Requests taken", hub.metrics.requests.clone());
    registry.register("sockets", "Open WebSockets", hub.metrics.sockets.clone());
    registry.register("ai_turns", "AI turns finished", hub.metrics.ai_turns.clone());
    registry.register("ai_failures", "AI turns that failed", hub.metrics.ai_failures.clone());
    registry.register(
        "visitors_online",
        "Visitors connected",
        gauge(i64::try_from(hub.live.visitors()).unwrap_or(i64::MAX)),
    );
    registry.register("log_head", "Events in the log", gauge(as_i64(head)));
    registry.register("unassigned", "Conversations in Unassigned", gauge(as_i64(waiting)));
    registry.register("longest_wait_seconds", "Longest wait in Unassigned", gauge(longest));
    let mut body = String::new();
    encode(&mut body, &registry)
        .map_err(|_| Problem::unavailable("The metrics could not be written."))?;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], body))
}

fn as_i64(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
