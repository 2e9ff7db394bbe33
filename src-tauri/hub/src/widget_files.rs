//! The widget's files, built from `ui/widget` and kept inside the program, and the demo page.

use crate::App;
use crate::door::Key;
use crate::problem::{Answer, Problem};
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

macro_rules! file {
    ($name:literal) => {
        include_bytes!(concat!(env!("WIDGET_DIST"), "/", $name))
    };
}

const LOADER: &[u8] = file!("loader.js");
const PANEL: &[u8] = file!("panel.html");
const DEMO: &[u8] = file!("demo.html");
const ASSETS: [(&str, &str, &[u8]); 4] = [
    ("panel.js", JAVASCRIPT, file!("panel.js")),
    ("panel.css", CSS, file!("panel.css")),
    ("demo.js", JAVASCRIPT, file!("demo.js")),
    ("demo.css", CSS, file!("demo.css")),
];

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/widget.js", get(|| async { answer(JAVASCRIPT, LOADER.to_vec(), None) }))
        .route("/widget/{key}", get(panel))
        .route("/widget/assets/{file}", get(asset))
        .route("/demo", get(demo))
}

fn answer(kind: &'static str, body: Vec<u8>, policy: Option<String>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    match policy {
        Some(policy) => {
            (headers, [(header::CONTENT_SECURITY_POLICY, policy)], body).into_response()
        }
        None => (headers, body).into_response(),
    }
}

/// The page inside the widget's frame. Only the widget's origins may frame it. For a key that
/// nobody has it is the same page, which then says so.
async fn panel(State(hub): State<App>, Key(key): Key) -> Response {
    let directory = hub.store.directory();
    let widget = directory.widget(&key);
    let framed_by = match widget.map(|widget| widget.origins.as_slice()) {
        None | Some([]) => "*".to_owned(),
        Some(origins) => format!("'self' {}", origins.join(" ")),
    };
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws: wss:; \
         img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors {framed_by}"
    );
    let page = answer(HTML, PANEL.to_vec(), Some(policy));
    match widget {
        Some(_) => page,
        None => (StatusCode::NOT_FOUND, page).into_response(),
    }
}

async fn asset(Key(file): Key) -> Answer<Response> {
    let found = ASSETS.iter().find(|(name, ..)| *name == file);
    let (_, kind, body) = found.ok_or_else(|| Problem::not_found("file"))?;
    Ok(answer(kind, body.to_vec(), None))
}

async fn demo(State(hub): State<App>) -> Answer<Response> {
    if !hub.options.demo && !hub.address.ip().is_loopback() {
        return Err(Problem::not_found("page"));
    }
    let directory = hub.store.directory();
    let widget = directory.widgets.first().ok_or_else(|| Problem::not_found("widget"))?;
    let page = String::from_utf8_lossy(DEMO).replace("{{WIDGET_KEY}}", &widget.key);
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                  frame-src 'self'; base-uri 'none'; form-action 'none'";
    Ok(answer(HTML, page.into_bytes(), Some(policy.to_owned())))
}
