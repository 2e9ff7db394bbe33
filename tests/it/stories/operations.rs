//! Health, metrics, and the command line.

use baton_it::{Client, Hub, OWNER_PASSWORD, Setup, binary, soon};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Output;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::Command;

#[tokio::test]
async fn a_hub_says_that_it_lives_can_write_and_how_it_does() {
    let hub = Hub::open().await;
    let nobody = hub.nobody();
    assert_eq!(nobody.get("/healthz").await.status, 200);
    assert_eq!(nobody.get("/readyz").await.status, 200);
    let marta = hub.marta_waits().await;
    let (_widget, _) = marta.widget_socket(0).await;
    let metrics = nobody.get("/metrics").await;
    assert_eq!(metrics.status, 200);
    assert!(metrics.header("content-type").starts_with("application/openmetrics-text"));
    let value = |name: &str| -> Option<f64> {
        let line = metrics.text.lines().find(|line| line.starts_with(&format!("{name} ")))?;
        line.rsplit(' ').next()?.parse().ok()
    };
    assert_eq!(value("baton_unassigned"), Some(1.0), "{}", metrics.text);
    assert_eq!(value("baton_sockets"), Some(1.0));
    assert_eq!(value("baton_visitors_online"), Some(1.0));
    assert_eq!(value("baton_log_head"), Some(hub.ana().head().await as f64));
    assert!(value("baton_http_requests_total").is_some_and(|requests| requests > 3.0));
    assert!(!metrics.text.contains("Marta"), "metrics name nobody");
}

#[tokio::test]
async fn metrics_tell_of_claims_lines_and_notices() {
    let hub = Hub::open().await;
    let otto = hub.otto().await;
    let marta = hub.marta_waits().await;
    let (_widget, _) = marta.widget_socket(0).await;
    let (mut desk, _) = hub.bob().desk(0).await;
    let (_program, _) = otto.desk(0).await;
    let claimed = hub.bob().claim(&marta.conversation).await;
    let seq = claimed["events"][0]["seq"].clone();
    // What Bob's desktop has been told of is behind it.
    let told = |frame: &Value| {
        let events = frame["events"].as_array();
        events.is_some_and(|events| events.iter().any(|event| event["seq"] == seq))
    };
    desk.until("the claim", told).await;
    for counted in [
        "baton_connections{kind=\"visitor\"} 1",
        "baton_connections{kind=\"member\"} 1",
        "baton_connections{kind=\"ai_agent\"} 1",
        "baton_time_to_claim_seconds_count 1",
        "baton_time_to_claim_seconds_bucket{le=\"60.0\"} 1",
        "baton_notices_total{what=\"unassigned\"} 2",
        "baton_desktop_lag_events 0",
        "baton_ai_failures_total 0",
    ] {
        soon(counted, async {
            while !hub.nobody().get("/metrics").await.text.lines().any(|line| line == counted) {}
        })
        .await;
    }
}

/// Runs `baton-hub` on a folder.
pub async fn baton_hub(data: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(binary());
    command.args(arguments).arg("--data").arg(data);
    command.env("BATON_PASSWORD", OWNER_PASSWORD).env("RUST_LOG", "off");
    soon("baton-hub", command.output()).await.expect("baton-hub runs")
}

fn said(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(text.lines().count(), 1, "one line: {text}");
    serde_json::from_str(&text).expect("a line of JSON")
}

const INIT: [&str; 7] =
    ["init", "--workspace", "Nordhem", "--owner-name", "Ana", "--owner-email", "ana@team.example"];

#[tokio::test]
async fn a_workspace_is_made_served_and_checked_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("new");
    let made = said(&baton_hub(&data, &INIT).await);
    assert_eq!(made["workspace"], "Nordhem");
    for field in ["widget_key", "widget_secret", "owner_id", "ai_agent_id"] {
        assert!(made[field].as_str().is_some_and(|value| !value.is_empty()), "{field}");
    }
    assert!(!baton_hub(&data, &INIT).await.status.success(), "there is one already");
    let add = ["member", "add", "--name", "Bob", "--email", "bob@team.example"];
    let bob = said(&baton_hub(&data, &add).await);
    assert!(!baton_hub(&data, &add).await.status.success(), "this address is taken");

    let hub = Hub::at(folder, "new", &[("BATON_LIMIT_SIGN_INS", "3")]).await;
    for arguments in [&["serve", "--listen", "127.0.0.1:0"][..], &add[..], &INIT[..]] {
        let refused = baton_hub(&data, arguments).await;
        assert!(!refused.status.success());
        assert!(!refused.stderr.is_empty(), "it says that another one runs");
    }
    let nobody = hub.nobody();
    signs_in_and_out(&nobody, &bob["member_id"]).await;
    let iris = nobody.get(&format!("/v1/widget/{}", made["widget_key"].as_str().unwrap())).await;
    assert_eq!(iris.is(200)["agent"]["name"], "Iris");
    assert!(baton_hub(&data, &["check"]).await.status.success(), "check runs beside a hub");
    drop(hub);
}

async fn signs_in_and_out(nobody: &Client, bob: &Value) {
    let sign_in = |email: &str, password: &str| {
        let body = json!({"email": email, "password": password, "device": "laptop"});
        nobody.post("/v1/sessions", body)
    };
    let signed = sign_in(" BOB@team.example ", OWNER_PASSWORD).await.is(201);
    assert_eq!(signed["member"]["id"], *bob);
    assert_eq!(signed["member"]["role"], "agent");
    let token = signed["token"].as_str().unwrap();
    assert!(token.starts_with("bmt_"));
    let signed = nobody.with_token(token);
    assert_eq!(signed.get("/v1/me").await.is(200)["name"], "Bob");
    assert_eq!(signed.get("/v1/sessions").await.is(200)["items"][0]["device"], "laptop");
    signed.delete("/v1/sessions/current").await.is(204);
    signed.get("/v1/me").await.refused(401, "unauthorized");
    sign_in("nobody@team.example", OWNER_PASSWORD).await.refused(401, "unauthorized");
    sign_in("ana@team.example", "").await.refused(401, "unauthorized");
    sign_in("ana@team.example", "wrong").await.refused(401, "unauthorized");
    sign_in("ana@team.example", "wrong too").await.refused(401, "unauthorized");
    let limited = sign_in("ana@team.example", OWNER_PASSWORD).await;
    assert!(limited.header("retry-after").parse::<u64>().is_ok());
    limited.refused(429, "rate_limited");
}

#[tokio::test]
async fn a_client_that_never_finishes_its_request_does_not_keep_the_hub_from_ending() {
    let mut hub = Hub::open().await;
    let address = hub.url.strip_prefix("http://").unwrap().to_owned();
    let mut stuck = TcpStream::connect(&address).await.unwrap();
    stuck
        .write_all(b"POST /v1/sessions HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\n{")
        .await
        .unwrap();
    hub.nobody().get("/healthz").await;
    assert!(hub.terminate().await);
    let mut rest = Vec::new();
    let _ = stuck.read_to_end(&mut rest).await;
    hub.check().await.unwrap();
}

#[tokio::test]
async fn a_public_name_is_answered_beside_loopback() {
    let arguments = &["--public-url", "https://chat.shop.example/"];
    let hub = Hub::with(Setup { arguments, ..Setup::default() }).await;
    let ana = hub.ana();
    for (host, origin, status) in [
        ("chat.shop.example", "https://chat.shop.example", 200),
        ("CHAT.shop.example", "tauri://localhost", 200),
        ("chat.shop.example", "https://other.example", 403),
        ("other.example", "https://chat.shop.example", 403),
    ] {
        let request = ana.request(reqwest::Method::GET, "/v1/me");
        let answer = ana.send(request.header("host", host).header("origin", origin)).await;
        assert_eq!(answer.status, status, "{host} {origin}");
    }
}
