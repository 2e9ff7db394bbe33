//! Sockets that misbehave, pages of strangers, and floods.

use baton_it::{Closed, Hub, Setup, Socket, id};
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

#[tokio::test]
async fn a_frame_that_is_not_of_the_protocol_closes_only_its_own_socket() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let (mut bystander, _) = hub.ana().desk(0).await;
    let head = hub.ana().head().await;
    for garbage in [
        Message::text("{"),
        Message::text("[]"),
        Message::text("{\"type\":\"nonsense\"}"),
        Message::text("{\"type\":\"auth\"}"),
        Message::text("{\"type\":\"typing\",\"conversation\":7}"),
        Message::binary(vec![0, 1, 2]),
        Message::text("x".repeat(1 << 20)),
    ] {
        let (mut desk, _) = hub.bob().desk(0).await;
        desk.send(garbage.clone()).await;
        let (frames, closed) = desk.to_the_end().await;
        let problem = frames.iter().find(|frame| frame["type"] == "error");
        match problem {
            Some(frame) => {
                assert_eq!(frame["problem"]["code"], "invalid", "{garbage}");
                assert_eq!(closed.code, Some(4002), "{garbage}");
            }
            None => assert!(garbage.len() > 256 * 1024, "{garbage} got no answer"),
        }
        if !garbage.is_text() || !garbage.to_string().contains("typing") {
            let (mut widget, _) = marta.widget_socket(0).await;
            widget.send(garbage).await;
            let (_, closed) = widget.to_the_end().await;
            assert_ne!(closed, Closed { code: Some(1000) });
        }
        // Before signing in.
        let mut stranger = Socket::open(&hub.url, "/v1/socket", &[]).await;
        stranger.send(Message::text("{\"type\":\"viewing\",\"conversation\":null}")).await;
        assert_eq!(stranger.to_the_end().await.1.code, Some(4001));
    }
    assert_eq!(hub.ana().head().await, head);
    let said = marta.say("Still here?").await;
    let fits = |frame: &serde_json::Value| {
        frame["type"] == "events" && frame.to_string().contains(said["id"].as_str().unwrap())
    };
    bystander.until("Marta's message", fits).await;
}

#[tokio::test]
async fn a_wrong_token_on_a_socket_is_refused() {
    let hub = Hub::open().await;
    for path in ["/v1/socket", "/v1/visitor/socket"] {
        for token in ["", "bmt_nobody", "bvt_nobody", "bak_nobody", "nonsense"] {
            let mut socket = Socket::open(&hub.url, path, &[]).await;
            socket.say(json!({"type": "auth", "token": token})).await;
            let (frames, closed) = socket.to_the_end().await;
            assert_eq!(frames[0]["type"], "error", "{path} {token}");
            assert_eq!(frames[0]["problem"]["code"], "unauthorized", "{path} {token}");
            assert_eq!(closed.code, Some(4001), "{path} {token}");
        }
    }
}

#[tokio::test]
async fn a_foreign_page_or_name_is_refused() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let head = ana.head().await;
    for (method, path) in [
        (Method::GET, "/v1/me"),
        (Method::GET, "/v1/conversations"),
        (Method::POST, "/v1/sessions"),
        (Method::PUT, "/v1/settings"),
        (Method::OPTIONS, "/v1/me"),
        (Method::OPTIONS, "/v1/events"),
    ] {
        for origin in ["https://evil.example", "null", "http://127.0.0.1:1"] {
            let request = ana.request(method.clone(), path).header("origin", origin);
            let answer = ana.send(request.json(&json!({}))).await;
            assert!(answer.header("access-control-allow-origin").is_empty());
            answer.refused(403, "forbidden");
        }
    }
    let own = ana.request(Method::GET, "/v1/me").header("origin", &hub.url);
    ana.send(own).await.is(200);
    for path in ["/healthz", "/v1/me", "/demo", "/v1/visitor/messages", "/v1/openapi.json"] {
        for host in ["evil.example", "127.0.0.1.evil.example:80", "10.0.0.1", "localhost.evil"] {
            let request = ana.request(Method::GET, path).header("host", host);
            ana.send(request).await.refused(403, "forbidden");
        }
    }
    for path in ["/v1/socket", "/v1/visitor/socket"] {
        let host = [("host", "evil.example")];
        assert_eq!(Socket::try_open(&hub.url, path, &host).await.err(), Some(403), "{path}");
    }
    for origin in ["https://evil.example", "null"] {
        let from = [("origin", origin)];
        assert_eq!(Socket::try_open(&hub.url, "/v1/socket", &from).await.err(), Some(403));
    }
    Socket::open(&hub.url, "/v1/socket", &[("origin", "tauri://localhost")]).await;
    assert_eq!(ana.head().await, head);
}

#[tokio::test]
async fn a_hundred_messages_in_two_seconds_from_one_visitor_are_limited() {
    let hub = Hub::with(Setup { env: &[("BATON_LIMIT_MESSAGES", "60")], ..Setup::default() }).await;
    let marta = hub.widget.start(json!({})).await;
    let bob = hub.widget.start(json!({})).await;
    let flood = (0..100).map(|number| {
        marta.post("/v1/visitor/messages", json!({"id": id(), "text": format!("{number}")}))
    });
    let answers = join_all(flood).await;
    let stored = answers.iter().filter(|answer| answer.status == 201).count();
    assert!((20..=30).contains(&stored), "bursts of 20, then one a second: {stored}");
    for answer in answers.into_iter().filter(|answer| answer.status != 201) {
        let wait: u64 = answer.header("retry-after").parse().expect("seconds");
        assert!((1..=60).contains(&wait));
        answer.refused(429, "rate_limited");
    }
    let kept = hub.ana().messages(&marta.conversation).await;
    let visitors = kept.iter().filter(|message| message["author"]["kind"] == "visitor").count();
    assert_eq!(visitors, stored, "what was refused is not there");
    bob.say("I am not limited by Marta").await;
}

#[tokio::test]
async fn a_thousand_idle_sockets_disturb_nobody() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let mut idle = Vec::new();
    for _ in 0..20 {
        let opening = (0..50).map(|_| Socket::open(&hub.url, "/v1/visitor/socket", &[]));
        idle.extend(join_all(opening).await);
    }
    assert_eq!(idle.len(), 1_000);
    let (mut widget, _) = marta.widget_socket(0).await;
    hub.ana().claim(&marta.conversation).await;
    hub.ana().reply(&marta.conversation, "Hello").await;
    widget.until("the reply", |frame| frame["message"]["text"] == "Hello").await;
    hub.nobody().get("/readyz").await.is(200);
}
