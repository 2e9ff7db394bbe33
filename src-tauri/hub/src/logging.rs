//! What is logged: ids, routes as they are declared, statuses and durations; never a path as it was
//! asked for, never a word of anybody, never a secret. Other people's libraries say at most what
//! went wrong: at their finer levels some print whole frames.

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::io::IsTerminal;
use std::time::Instant;
use tracing::{Instrument, Level, Metadata};
use tracing_subscriber::filter::{EnvFilter, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

/// The answer's header with the id that the log has too.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How lines of the log are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// Begins to log to standard error, by `RUST_LOG`. A second call changes nothing.
pub fn start(format: LogFormat) {
    let usual = || EnvFilter::new("info,refinery_core=warn");
    let asked = EnvFilter::try_from_default_env().unwrap_or_else(|_| usual());
    let colours = std::io::stderr().is_terminal();
    let lines = fmt::layer().with_ansi(colours).with_writer(std::io::stderr);
    let lines = match format {
        LogFormat::Text => lines.with_filter(filter_fn(may_be_logged)).boxed(),
        LogFormat::Json => {
            lines.json().flatten_event(true).with_filter(filter_fn(may_be_logged)).boxed()
        }
    };
    let _ = tracing_subscriber::registry().with(asked).with(lines).try_init();
}

fn may_be_logged(of: &Metadata<'_>) -> bool {
    *of.level() <= Level::INFO || of.target().starts_with("baton")
}

/// Logs each request with its answer.
pub(crate) async fn record(request: Request, next: Next) -> Response {
    let id = uuid::Uuid::new_v4().simple().to_string();
    let matched = request.extensions().get::<MatchedPath>();
    let route = matched.map_or_else(|| "none".to_owned(), |route| route.as_str().to_owned());
    let span = tracing::debug_span!("request", id, method = %request.method(), route);
    let began = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    let took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| match status {
        500.. => tracing::info!(status, took_ms, "answered"),
        _ => tracing::debug!(status, took_ms, "answered"),
    });
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_other_peoples_libraries_only_what_matters_is_logged() {
        use tracing::callsite::Identifier;
        use tracing::field::FieldSet;
        use tracing::metadata::Kind;
        struct Nowhere;
        impl tracing::callsite::Callsite for Nowhere {
            fn set_interest(&self, _: tracing::subscriber::Interest) {}
            fn metadata(&self) -> &Metadata<'_> {
                unreachable!("nothing asks")
            }
        }
        static NOWHERE: Nowhere = Nowhere;
        for (target, level, logged) in [
            ("baton_hub::turns", Level::TRACE, true),
            ("baton_store", Level::DEBUG, true),
            ("tungstenite::protocol", Level::TRACE, false),
            ("hyper::proto::h1", Level::DEBUG, false),
            ("rustls::server", Level::WARN, true),
        ] {
            let fields = FieldSet::new(&[], Identifier(&NOWHERE));
            let of = Metadata::new("", target, level, None, None, None, fields, Kind::EVENT);
            assert_eq!(may_be_logged(&of), logged, "{target} {level}");
        }
    }
}
