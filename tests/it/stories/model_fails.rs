//! A model that fails: one more try at most, then people are asked and told why. The visitor is
//! never left in silence.

use super::model::at;
use baton_it::{AiAgent, Asked, Hub, Model, of_kind, said_by};
use serde_json::{Value, json};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::AsyncWriteExt;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{self, pki_types::PrivateKeyDer};

/// What a server does with a request.
#[derive(Clone, Copy)]
enum Does {
    Answers(&'static str, &'static str, &'static str),
    Raw(&'static [u8]),
    HangsUp,
    Hangs,
    HangsMidway,
    NeverEnds,
    TenMegabytes,
}

async fn does(mut asked: Asked, what: Does) {
    let cut = "data: {\"choices\":[{\"delta\":{\"content\":\"It is \"}}]}\n\n";
    match what {
        Does::Answers(status, headers, body) => asked.answers(status, headers, body).await,
        Does::Raw(body) => asked.answers("200 OK", "", body).await,
        Does::HangsUp => drop(asked),
        Does::Hangs => drop(asked.is_hung_up().await),
        Does::HangsMidway => {
            asked.begins().await;
            asked.sends(cut).await;
            asked.is_hung_up().await;
        }
        Does::NeverEnds => {
            asked.begins().await;
            while asked.piece(json!({"content": "and so on ".repeat(100)})).await {}
        }
        Does::TenMegabytes => {
            asked.begins().await;
            let piece = format!("data: {}", "x".repeat(100_000));
            for _ in 0..100 {
                asked.sends(&piece).await;
            }
        }
    }
}

const ERROR: &str = r#"{"error":{"message":"no"}}"#;

/// What the server does, how often it is asked, and what the team is told.
const FAILURES: [(Does, usize, &str); 25] = [
    (Does::Answers("401 Unauthorized", "", ERROR), 1, "refused the key (401)"),
    (Does::Answers("403 Forbidden", "", ERROR), 1, "does not allow this key (403)"),
    (Does::Answers("404 Not Found", "", ERROR), 1, "was not found at its address (404)"),
    (Does::Answers("418 I'm a teapot", "", ERROR), 1, "refused the question (418)"),
    (
        Does::Answers("429 Too Many Requests", "retry-after: 3600\r\n", ERROR),
        1,
        "has too much to do, or its quota is used up (429)",
    ),
    (
        Does::Answers("429 Too Many Requests", "retry-after: 1\r\n", ERROR),
        2,
        "has too much to do, or its quota is used up (429)",
    ),
    (Does::Answers("500 Internal Server Error", "", ERROR), 2, "failed (500)"),
    (Does::Answers("502 Bad Gateway", "", "<html>"), 2, "failed (502)"),
    (Does::Answers("503 Service Unavailable", "", ""), 2, "failed (503)"),
    (Does::Answers("504 Gateway Timeout", "", ERROR), 2, "failed (504)"),
    (Does::Answers("400 Bad Request", "", ERROR), 2, "refused the question (400)"),
    (
        Does::Answers("307 Temporary Redirect", "location: http://127.0.0.1:1/v1\r\n", ""),
        1,
        "redirects to another address, which is not followed",
    ),
    (Does::Answers("200 OK", "", ERROR), 1, "reported an error"),
    (Does::Answers("200 OK", "", ""), 2, "gave an empty answer"),
    (Does::Answers("200 OK", "content-length: 500\r\n", "data: {\"cho"), 2, "broke off"),
    (Does::Answers("200 OK", "", "Sorry, I am only a proxy."), 1, "could not be read"),
    (
        Does::Answers("200 OK", "content-type: application/json\r\n", "Sorry."),
        1,
        "could not be read",
    ),
    (
        Does::Raw(b"data: {\"choices\":[{\"delta\":{\"content\":\"\xff\xfe\"}}]}\n\n"),
        1,
        "could not be read",
    ),
    (Does::Raw(b"data: {\"choices\":[{\"delta\":{\"content\":\"It is\"}}]}\n\n"), 2, "broke off"),
    (Does::Raw(b"data: [DONE]\n\n"), 2, "gave an empty answer"),
    (Does::HangsUp, 2, "broke off"),
    (Does::Hangs, 1, "did not answer within 1 s"),
    (Does::HangsMidway, 1, "did not answer within 1 s"),
    (Does::NeverEnds, 1, "gave an answer that is too long"),
    (Does::TenMegabytes, 1, "gave an answer that is too long"),
];

/// An AI agent whose model always does this; how often it was asked.
async fn otto(hub: &Hub, what: Does) -> (AiAgent, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let base_url = Model::open().answers(move |asked| {
        counted.fetch_add(1, Ordering::SeqCst);
        does(asked, what)
    });
    let patience = json!({"timeout_s": 1});
    let openai = merged(at(&base_url), patience);
    (AiAgent::with_model(hub.ana(), "Otto", openai).await, asked)
}

fn merged(mut one: Value, other: Value) -> Value {
    one.as_object_mut().unwrap().extend(other.as_object().unwrap().clone());
    one
}

/// Marta asks, and people are asked to help her: the reason.
async fn handed_off(hub: &Hub, otto: &AiAgent) -> String {
    let marta = otto.widget.marta("How much is the Team plan?").await;
    let handed = hub.ana().event_in(&marta.conversation, 0, "handed_off").await;
    assert_eq!(handed["data"]["trigger"], "ai_failure");
    let messages = marta.reads().await;
    assert!(said_by(&messages, "ai").is_empty(), "{messages:?}");
    assert_eq!(said_by(&messages, "auto").len(), 1, "Marta is told that people come");
    let timeline = hub.ana().timeline(&marta.conversation).await;
    assert_eq!(of_kind(&timeline, "handed_off").len(), 1);
    handed["data"]["reason"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn whatever_goes_wrong_people_are_asked_and_told_what() {
    let hub = Hub::open().await;
    let cases = FAILURES.iter().enumerate().map(|(at, (what, times, words))| {
        let hub = &hub;
        async move {
            let (otto, asked) = otto(hub, *what).await;
            let reason = handed_off(hub, &otto).await;
            assert!(reason.starts_with("Otto’s model"), "{at}: {reason}");
            assert!(reason.contains(words), "{at}: {reason} is not {words}");
            assert_eq!(asked.load(Ordering::SeqCst), *times, "{at}: {reason}");
        }
    });
    futures_util::future::join_all(cases).await;
    let metrics = hub.nobody().get("/metrics").await.text;
    let failures = metrics.lines().find(|line| line.starts_with("baton_ai_failures_total"));
    assert_eq!(failures, Some(format!("baton_ai_failures_total {}", FAILURES.len()).as_str()));
    hub.check().await.unwrap();
}

#[tokio::test]
async fn a_model_that_stumbles_once_is_asked_once_more() {
    let hub = Hub::open().await;
    for stumbles in [
        Does::Answers("503 Service Unavailable", "", ""),
        Does::Answers("429 Too Many Requests", "retry-after: 0\r\n", ERROR),
        Does::HangsUp,
        Does::Raw(b"data: {\"choices\":[{\"delta\":{\"content\":\"It is\"}}]}\n\n"),
    ] {
        let model = Model::open();
        let otto = AiAgent::with_model(hub.ana(), "Otto", at(&model.base_url)).await;
        let marta = otto.widget.marta("How much is the Team plan?").await;
        does(model.asked().await, stumbles).await;
        model.asked().await.says("Nine euros.").await;
        let answer = hub.ana().message_by("ai", &marta.conversation, 0).await;
        assert_eq!(answer["data"]["text"], "Nine euros.");
    }
}

#[tokio::test]
async fn nobody_listens_where_the_model_should_be() {
    let hub = Hub::open().await;
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let otto = AiAgent::with_model(hub.ana(), "Otto", at(&format!("http://{address}"))).await;
    assert_eq!(handed_off(&hub, &otto).await, "Otto’s model could not be reached");

    // Plain HTTP where TLS is expected, and a certificate that nobody vouches for.
    for base_url in [plain().await, self_signed().await] {
        let otto = AiAgent::with_model(hub.ana(), "Otto", at(&base_url)).await;
        let reason = handed_off(&hub, &otto).await;
        assert_eq!(reason, "Otto’s model has a certificate that is not trusted");
    }
}

/// A server that knows nothing of TLS.
async fn plain() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        }
    });
    format!("https://{address}/v1")
}

/// A server whose certificate it made itself.
async fn self_signed() -> String {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let refused = acceptor.accept(stream).await;
            assert!(refused.is_err(), "the hub trusted it");
        }
    });
    format!("https://localhost:{}/v1", address.port())
}
