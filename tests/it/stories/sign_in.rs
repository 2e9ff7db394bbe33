//! Nobody guesses: sign-ins, codes and passwords are limited by who is guessed at and by where from.

use baton_it::{Answer, Client, Hub, Setup};
use reqwest::Method;
use serde_json::{Value, json};

const PROXY: &[&str] = &["--public-url", "https://chat.example.com"];

/// A hub behind a proxy on this machine, so that a test may come from many addresses.
async fn limited(sign_ins: &str) -> Hub {
    let env = &[("BATON_LIMIT_SIGN_INS", sign_ins)];
    Hub::with(Setup { env, arguments: PROXY, ..Setup::default() }).await
}

async fn from(client: &Client, address: &str, method: Method, path: &str, body: Value) -> Answer {
    let request = client.request(method, path).header("x-forwarded-for", address);
    client.send(request.json(&body)).await
}

async fn sign_in(nobody: &Client, address: &str, email: &str) -> u16 {
    let body = json!({"email": email, "password": "a guess"});
    from(nobody, address, Method::POST, "/v1/sessions", body).await.status
}

#[tokio::test]
async fn one_e_mail_is_guessed_at_a_few_times_from_however_many_addresses() {
    let hub = limited("2").await;
    let mut answered = Vec::new();
    for last in 1..=8 {
        answered.push(sign_in(&hub.nobody(), &format!("192.0.2.{last}"), "ana@team.example").await);
    }
    assert_eq!(answered, [401, 401, 401, 401, 429, 429, 429, 429]);
    assert_eq!(sign_in(&hub.nobody(), "192.0.2.9", "bob@team.example").await, 401);
    let metrics = hub.nobody().get("/metrics").await.text;
    for line in ["{reason=\"wrong\"} 5", "{reason=\"limited\"} 4"] {
        let counted = format!("baton_sign_in_refusals_total{line}");
        assert!(metrics.contains(&counted), "{counted} in {metrics}");
    }
}

#[tokio::test]
async fn one_address_guesses_a_few_times_at_however_many_e_mails() {
    let hub = limited("2").await;
    let mut answered = Vec::new();
    for number in 1..=8 {
        let email = format!("member-{number}@team.example");
        answered.push(sign_in(&hub.nobody(), "192.0.2.1", &email).await);
    }
    assert_eq!(answered, [401, 401, 401, 401, 401, 401, 429, 429]);
    assert_eq!(sign_in(&hub.nobody(), "192.0.2.2", "ana@team.example").await, 401);
}

#[tokio::test]
async fn one_address_with_one_e_mail_guesses_least_and_keeps_nobody_out() {
    let hub = limited("2").await;
    for status in [401, 401, 429, 429, 429] {
        assert_eq!(sign_in(&hub.nobody(), "192.0.2.1", "ana@team.example").await, status);
    }
    assert_eq!(sign_in(&hub.nobody(), "192.0.2.2", "ana@team.example").await, 401);
}

#[tokio::test]
async fn codes_and_changes_of_a_password_are_limited_too() {
    let hub = limited("3").await;
    let code = json!({"code": "bin_guess", "name": "Carla", "password": "long enough"});
    let path = "/v1/invitations/accept";
    for status in [401, 401, 401, 429] {
        let answer = from(&hub.nobody(), "192.0.2.1", Method::POST, path, code.clone()).await;
        assert_eq!(answer.status, status);
    }
    assert_eq!(from(&hub.nobody(), "192.0.2.2", Method::POST, path, code).await.status, 401);
    let guess = json!({"current": "a guess", "new": "long enough"});
    for (last, status) in [(1, 422), (2, 422), (3, 422), (4, 429)] {
        let address = format!("192.0.2.{last}");
        let path = "/v1/me/password";
        let answer = from(hub.bob(), &address, Method::PUT, path, guess.clone()).await;
        assert_eq!(answer.status, status);
    }
}
