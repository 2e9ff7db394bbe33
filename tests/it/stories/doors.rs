//! Who may ask what: every call of the API with no token, a wrong one, and those of others.

use baton_it::{Client, Document, Hub, id};
use reqwest::Method;
use serde_json::json;

/// Calls that need no token.
const OPEN: [&str; 10] = [
    "/healthz",
    "/readyz",
    "/metrics",
    "/demo",
    "/widget",
    "/v1/openapi.json",
    "/v1/widget/",
    "/v1/socket",
    "/v1/visitor/socket",
    "/v1/sessions",
];

/// What an AI agent that lives elsewhere may ask, of conversations it holds.
const OF_AI_AGENTS: [&str; 4] = [
    "/v1/events",
    "/v1/conversations/{id}",
    "/v1/conversations/{id}/messages",
    "/v1/conversations/{id}/commands",
];

async fn status(client: &Client, method: &Method, path: &str) -> (u16, String) {
    let request = client.request(method.clone(), path).json(&json!({}));
    let answer = client.send(request).await;
    (answer.status, answer.body["code"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn no_call_is_answered_to_a_stranger_or_to_the_wrong_kind_of_token() {
    let hub = Hub::open().await;
    let document = Document::parse(&hub.nobody().get("/v1/openapi.json").await.text);
    let (marta, otto) = (hub.marta_waits().await, hub.otto().await);
    let head = hub.ana().head().await;
    let mut checked = 0;
    for (method, path) in document.calls() {
        let is_sign_in = path == "/v1/sessions" && method == "POST";
        let is_open = OPEN.iter().any(|open| match *open {
            "/v1/sessions" => is_sign_in,
            prefix if prefix == "/widget" || prefix.ends_with('/') => path.starts_with(prefix),
            exact => path == exact,
        });
        if is_open {
            continue;
        }
        checked += 1;
        let method: Method = method.parse().unwrap();
        let filled = path.replace("{id}", &marta.conversation);
        let unauthorized = (401, "unauthorized".to_owned());
        let forbidden = (403, "forbidden".to_owned());
        for token in ["", "nonsense", "bmt_nobody", "bvt_nobody", "bak_nobody", "bmt_\u{7f}"] {
            let client = hub.nobody();
            let request = client.request(method.clone(), &filled).json(&json!({}));
            let header = format!("Bearer {token}");
            let Ok(header) = reqwest::header::HeaderValue::from_bytes(header.as_bytes()) else {
                continue;
            };
            let answer = client.send(request.header("authorization", header)).await;
            answer.refused(401, "unauthorized");
        }
        assert_eq!(status(&hub.nobody(), &method, &filled).await, unauthorized, "{method} {path}");
        if path.starts_with("/v1/visitor/") {
            for client in [hub.ana() as &Client, &otto] {
                let got = status(client, &method, &filled).await;
                assert_eq!(got, unauthorized, "{method} {path}");
            }
            continue;
        }
        assert_eq!(status(&marta, &method, &filled).await, unauthorized, "{method} {path}");
        if !OF_AI_AGENTS.contains(&path.as_str()) {
            assert_eq!(status(&otto, &method, &filled).await, forbidden, "{method} {path}");
        }
        let is_setting = path.starts_with("/v1/settings")
            || ["members", "labels", "ai-agents", "articles", "widgets"]
                .iter()
                .any(|name| path.starts_with(&format!("/v1/{name}")));
        if is_setting && method != Method::GET {
            assert_eq!(status(hub.bob(), &method, &filled).await, forbidden, "{method} {path}");
        }
    }
    assert!(checked > 40, "{checked} calls were checked");
    assert_eq!(hub.ana().head().await, head, "something was changed");
}

#[tokio::test]
async fn a_token_of_one_workspace_is_nothing_in_another() {
    let (nordhem, other) = (Hub::open().await, Hub::open().await);
    let marta = nordhem.marta_waits().await;
    for token in [nordhem.ana().token(), marta.token()] {
        let stranger = other.with_token(token);
        stranger.get("/v1/me").await.refused(401, "unauthorized");
        stranger.get("/v1/visitor/conversation").await.refused(401, "unauthorized");
    }
    let body = json!({"id": id(), "text": "Hi"});
    other.with_token(marta.token()).post("/v1/visitor/messages", body).await.is(401);
}
